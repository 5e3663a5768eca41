using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MLNetTransfer.Modeling.Families;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>
/// A safetensors file, opened for reading. The header is checked as a whole when the file is opened; numbers are copied from the file, or a stream,
/// straight into the tensors that want them. Of one thread at a time.
/// </summary>
public sealed class SafetensorsFile : ITensorStore
{
    private readonly SafetensorsHeader _header;
    private readonly ISafetensorsData _data;
    private readonly string _what;

    private SafetensorsFile(SafetensorsHeader header, ISafetensorsData data, string what)
    {
        _header = header;
        _data = data;
        _what = what;
    }

    /// <summary>The tensors by name, in the order in which they lie in the file.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _header.Tensors;

    /// <summary>The header's `__metadata__`, empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file; it is mapped into memory and never held twice.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no valid safetensors file; the message says why.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var what = $"'{path}'";
        var file = File.OpenRead(path);
        try
        {
            var header = ReadHeader(file, file.Length, what, out var headerLength);
            return new SafetensorsFile(header, new MappedData(file, 8 + headerLength), what);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads safetensors that lie in memory, in any order.</summary>
    /// <param name="content">The whole of them.</param>
    /// <exception cref="InvalidDataException">They are not valid; the message says why.</exception>
    public static SafetensorsFile Open(ReadOnlyMemory<byte> content)
    {
        const string what = "The safetensors in memory";
        // The header alone is read as a stream; the numbers stay where they are.
        using var stream = MemoryMarshal.TryGetArray(content, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(content.ToArray(), writable: false);
        var header = ReadHeader(stream, content.Length, what, out var headerLength);
        return new SafetensorsFile(header, new MemoryData(content[(8 + headerLength)..]), what);
    }

    /// <summary>Begins to read safetensors that are a part of a stream. The stream is only read forward: tensors have to be read in the order of <see cref="Tensors"/>, some may be left out.</summary>
    /// <param name="stream">A stream that stands at the first byte; it stays open. Disposing the file moves it to the end of the safetensors.</param>
    /// <param name="length">Bytes of the whole safetensors.</param>
    /// <exception cref="InvalidDataException">They are not valid; the message says why.</exception>
    public static SafetensorsFile Open(Stream stream, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        const string what = "The stream of weights";
        var header = ReadHeader(stream, length, what, out var headerLength);
        return new SafetensorsFile(header, new StreamedData(stream, length - 8 - headerLength, what), what);
    }

    /// <summary>Copies a tensor into another of the same shape, converting to its type and moving to its device.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <param name="destination">The tensor to fill.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidDataException">The stream ended early.</exception>
    public void ReadInto(string name, Tensor destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var entry = ((ITensorStore)this).Find(name, _what);
        if (!destination.shape.SequenceEqual(entry.Shape))
            throw new ArgumentException($"{entry} of {_what} does not fit into a tensor of shape {TensorTypes.Show(destination.shape)}.", nameof(destination));
        ((ITensorStore)this).ReadInto(entry, destination);
    }

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <param name="dtype">The type wanted; null keeps the stored one.</param>
    /// <param name="device">Where to; null is the CPU.</param>
    /// <returns>A new tensor, the caller's to dispose.</returns>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="InvalidDataException">The stream ended early.</exception>
    public Tensor Read(string name, ScalarType? dtype = null, Device? device = null) => ((ITensorStore)this).Read(name, dtype, device, _what);

    /// <summary>Copies the weights into a module's parameters and persistent buffers, as <see cref="Checkpoint.LoadInto"/> does.</summary>
    /// <param name="module">The module to fill.</param>
    /// <param name="names">How the module's names and the file's correspond; null where they are the same.</param>
    /// <param name="options">What may be missing; null for the defaults.</param>
    /// <returns>What was loaded, and what was not, by the file's names.</returns>
    /// <exception cref="InvalidDataException">A parameter that must be there is missing or has another shape, or nothing fits; the message names it.</exception>
    public LoadReport LoadInto(nn.Module module, ParameterNames? names = null, LoadOptions? options = null) => ModuleLoader.Load(this, _what, module, names, options);

    void ITensorStore.ReadInto(TensorEntry entry, Tensor destination) => TensorFill.Fill(destination, entry.DataType, _data.At(_header.Offsets[entry.Name]));

    /// <summary>Closes the file; of a stream, skips what was not read.</summary>
    public void Dispose() => _data.Dispose();

    private static SafetensorsHeader ReadHeader(Stream stream, long length, string what, out int headerLength)
    {
        if (length < 8) throw new InvalidDataException($"{what} is no valid safetensors file: it has {length} bytes. Download it again.");
        Span<byte> prefix = stackalloc byte[8];
        Fill(stream, prefix, what);
        var announced = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (announced > SafetensorsHeader.MaxBytes || (long)announced > length - 8)
            throw new InvalidDataException($"{what} is no valid safetensors file: it announces a header of {announced} bytes, has {length} bytes in all, and {SafetensorsHeader.MaxBytes} are allowed. Download it again.");
        headerLength = (int)announced;
        // A length may lie: memory grows with the bytes that come.
        var json = new byte[Math.Min(headerLength, 1 << 20)];
        for (var read = 0; read < headerLength;)
        {
            if (read == json.Length) Array.Resize(ref json, (int)Math.Min(headerLength, json.Length * 4L));
            Fill(stream, json.AsSpan(read), what);
            read = json.Length;
        }
        return SafetensorsHeader.Parse(json, length - 8 - headerLength, what);
    }

    internal static void Fill(Stream stream, Span<byte> destination, string what)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
            throw new InvalidDataException($"{what} ends early; it is damaged or was not written to its end.");
    }
}
