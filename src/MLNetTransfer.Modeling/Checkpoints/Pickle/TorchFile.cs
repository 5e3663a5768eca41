using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints.Pickle;

/// <summary>A file of torch.save: a zip of a pickle, which says what the tensors are, and an entry of bytes for each storage.</summary>
internal sealed class TorchFile : ITensorStore
{
    private readonly string _what;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly string _root = "";
    private readonly Dictionary<string, TensorReference> _references = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The file is damaged, old, or holds more than tensors; the message says which.</exception>
    public TorchFile(string path)
    {
        _what = $"'{path}'";
        _file = File.OpenRead(path);
        try
        {
            CheckFormat();
            _zip = Guard(() => new ZipArchive(_file, ZipArchiveMode.Read, leaveOpen: true));
            var pickle = Guard(() => _zip.Entries.Where(e => e.FullName.EndsWith("/data.pkl", StringComparison.Ordinal) && e.FullName.Count(c => c == '/') == 1).ToArray());
            if (pickle.Length != 1) throw Bad("it should hold one data.pkl");
            _root = pickle[0].FullName[..^"data.pkl".Length];
            if (ReadSmall("byteorder", 16) is { } order && Encoding.ASCII.GetString(order).Trim() != "little") throw Bad("its numbers are big-endian; save it on a little-endian machine");
            List(Unpickler.Load(ReadSmall("data.pkl", Unpickler.MaxBytes)!, _what));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    public long MaxElements(TensorEntry entry) => _references[entry.Name].Storage.Count;

    public void ReadInto(TensorEntry entry, Tensor destination)
    {
        var tensor = _references[entry.Name];
        if (tensor.ElementCount == 0) return;
        var size = TensorTypes.Size(entry.DataType);
        using var bytes = OpenStorage(tensor.Storage);
        // Many tensors may share one storage: never read through the ones before.
        var skipped = bytes.CanSeek ? bytes.Seek(tensor.Offset * size, SeekOrigin.Begin) : 0;
        var source = new StreamedData(bytes, tensor.Storage.Count * size - skipped, _what).At(tensor.Offset * size - skipped);
        if (tensor.IsContiguous)
        {
            TensorFill.Fill(destination, entry.DataType, source);
            return;
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var stored = empty(size: [tensor.Extent], dtype: entry.DataType);
        TensorFill.Fill(stored, entry.DataType, source);
        destination.copy_(stored.as_strided(tensor.Shape, tensor.Strides));
    }

    public void Dispose()
    {
        _zip?.Dispose();
        _file.Dispose();
    }

    private void CheckFormat()
    {
        Span<byte> start = stackalloc byte[4];
        var read = _file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        _file.Position = 0;
        if (read == 4 && start.SequenceEqual("PK\x03\x04"u8)) return;
        const string convert = "Open it once with PyTorch and save it again: torch.save(torch.load(path, map_location='cpu', weights_only=True), path).";
        throw new InvalidDataException(read == 4 && start[0] == 0x80
            ? $"{_what} is in the format that torch.save wrote before version 1.6, which is not read here. {convert}"
            : $"{_what} is no file of torch.save: it should be a zip. Download it again; if it is from before PyTorch 1.6, {char.ToLowerInvariant(convert[0])}{convert[1..]}");
    }

    private void List(object? root)
    {
        if (root is not PickleDictionary dictionary) throw Bad("it should hold a dictionary of tensors");
        if (!dictionary.Items.Any(IsTensor) && dictionary.Items.Select(i => i.Value).OfType<PickleDictionary>().Where(d => d.Items.Any(IsTensor)).ToArray() is [var inner])
            // Training scripts save {'model': state_dict, ...}.
            dictionary = inner;
        foreach (var (key, value) in dictionary.Items)
        {
            if (key is not string name || value is not TensorReference tensor) continue;
            if (!_references.TryAdd(name, tensor)) throw Bad($"'{name}' stands there twice");
            _tensors.Add(name, new TensorEntry(name, tensor.Storage.Type, tensor.Shape, tensor.ElementCount));
        }

        static bool IsTensor((object? Key, object? Value) item) => item is (string, TensorReference);
    }

    private byte[]? ReadSmall(string name, int maxBytes)
    {
        if (Find(_root + name) is not { } entry) return null;
        if (entry.Length > maxBytes) throw Bad($"'{name}' in it has {entry.Length} bytes, more than {maxBytes}");
        return Guard(() =>
        {
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            SafetensorsFile.Fill(stream, bytes, _what);
            return bytes;
        });
    }

    private Stream OpenStorage(StorageReference storage)
    {
        var entry = Find($"{_root}data/{storage.Key}") ?? throw Bad($"the entry 'data/{storage.Key}' is missing");
        if (entry.Length < storage.Count * TensorTypes.Size(storage.Type)) throw Bad($"the entry 'data/{storage.Key}' should have {storage.Count * TensorTypes.Size(storage.Type)} bytes and has {entry.Length}");
        return Guard(entry.Open);
    }

    /// <summary>The entry, which torch.save stores as it is: its length is then one that the file really has.</summary>
    private ZipArchiveEntry? Find(string name)
    {
        var entry = Guard(() => _zip.GetEntry(name));
        if (entry is not null && (entry.Length != entry.CompressedLength || entry.Length > _file.Length)) throw Bad($"the entry '{name}' is compressed, which torch.save never does");
        return entry;
    }

    /// <summary>A damaged zip shows in many kinds of exception.</summary>
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException or OverflowException or EndOfStreamException)
        {
            throw new InvalidDataException($"{_what} is damaged: {e.Message} Download it again.", e);
        }
    }

    private InvalidDataException Bad(string why) => new($"{_what} cannot be read: {why}. Download it again, or save the model as safetensors.");
}
