using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Writes tensors as safetensors, byte for byte as Hugging Face's library does: sorted by type and name, the header padded to 8 bytes.</summary>
public sealed class SafetensorsWriter
{
    private static readonly KeyValuePair<string, string>[] _defaultMetadata = [new("format", "pt")];

    private readonly List<(string Name, Tensor Tensor, ScalarType Type)> _tensors;
    private readonly byte[] _header;

    /// <summary>Decides where every tensor will lie; their numbers are read when they are written.</summary>
    /// <param name="tensors">The tensors by name; any device, any layout.</param>
    /// <param name="dtype">The type that floating-point tensors are stored in; null keeps theirs.</param>
    /// <param name="metadata">The header's `__metadata__`; null is `{"format":"pt"}`, without which transformers does not load a file.</param>
    /// <exception cref="ArgumentException">A name stands there twice or is `__metadata__`, or <paramref name="dtype"/> is no floating-point type.</exception>
    /// <exception cref="NotSupportedException">A tensor's type has no place in safetensors.</exception>
    public SafetensorsWriter(IEnumerable<KeyValuePair<string, Tensor>> tensors, ScalarType? dtype = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (dtype is { } wanted && !TensorTypes.IsFloatingPoint(wanted)) throw new ArgumentException($"dtype should be a floating-point type and is {wanted}.", nameof(dtype));
        _tensors = [.. tensors.Select(t => (t.Key, t.Value, StoredType(t.Value.dtype, dtype)))];
        foreach (var (name, _, _) in _tensors)
            if (name == "__metadata__") throw new ArgumentException("No tensor may be called '__metadata__'.", nameof(tensors));
        if (_tensors.Select(t => t.Name).Distinct(StringComparer.Ordinal).Count() < _tensors.Count)
            throw new ArgumentException($"'{_tensors.GroupBy(t => t.Name).First(g => g.Count() > 1).Key}' stands there twice.", nameof(tensors));
        _tensors.Sort((a, b) => (TensorTypes.Rank(b.Type) - TensorTypes.Rank(a.Type)) is var byType and not 0 ? byType : CompareUtf8(a.Name, b.Name));
        _header = Header(metadata ?? (IEnumerable<KeyValuePair<string, string>>)_defaultMetadata, out var dataLength);
        Length = 8 + _header.Length + dataLength;
    }

    /// <summary>Bytes of the whole, known before anything is written.</summary>
    public long Length { get; }

    /// <summary>Writes everything to a stream, which need not seek and stays open.</summary>
    /// <param name="stream">Where to.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, _header.Length);
        stream.Write(length);
        stream.Write(_header);
        foreach (var (_, tensor, type) in _tensors) TensorDump.Write(stream, tensor, type);
    }

    /// <summary>Writes a file: the old one stays until the new one is whole.</summary>
    /// <param name="path">The file, new or to be replaced.</param>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Write);
    }

    internal static ScalarType StoredType(ScalarType type, ScalarType? wanted) => wanted is { } other && TensorTypes.IsFloatingPoint(type) ? other : type;

    private byte[] Header(IEnumerable<KeyValuePair<string, string>> metadata, out long dataLength)
    {
        using var buffer = new MemoryStream();
        dataLength = 0;
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            foreach (var (name, tensor, type) in _tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", TensorTypes.Name(type));
                json.WriteStartArray("shape");
                foreach (var size in tensor.shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(dataLength);
                json.WriteNumberValue(dataLength += tensor.numel() * TensorTypes.Size(type));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <summary>The order of UTF-8 bytes, which is that of code points and not of UTF-16.</summary>
    private static int CompareUtf8(string a, string b) => System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));
}
