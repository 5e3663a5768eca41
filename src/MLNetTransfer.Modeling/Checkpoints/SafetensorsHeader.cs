using System.Text.Json;
using TorchSharp;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>The header of a safetensors file: which tensors lie where. Strict as the format's own reader, since files come from strangers.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    public const int MaxBytes = 100_000_000;

    private const int MaxRank = 64;

    private SafetensorsHeader(OrderedDictionary<string, TensorEntry> tensors, Dictionary<string, long> offsets, Dictionary<string, string> metadata)
    {
        Tensors = tensors;
        Offsets = offsets;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public OrderedDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Where each tensor's bytes begin, counted from the header's end.</summary>
    public IReadOnlyDictionary<string, long> Offsets { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <param name="json">The header without its length.</param>
    /// <param name="dataLength">Bytes that follow the header.</param>
    /// <param name="what">Names the file in errors.</param>
    /// <exception cref="InvalidDataException">The header is not valid; the message says where.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string what)
    {
        try
        {
            return new Reader(what).Read(json, dataLength);
        }
        // The reader of JSON finds bad escapes and bad UTF-8 only when a text is asked for, and reports them as InvalidOperationException.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{what}: the header is not valid JSON: {e.Message} Download the file again.", e);
        }
    }

    private sealed class Reader(string what)
    {
        private readonly List<(TensorEntry Entry, long Begin, long End)> _found = [];
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private Dictionary<string, string>? _metadata;

        public SafetensorsHeader Read(ReadOnlySpan<byte> json, long dataLength)
        {
            if (json.IsEmpty || json[0] != '{') throw Bad("the header should begin with '{'");
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name == "__metadata__") ReadMetadata(ref reader);
                else if (_names.Add(name)) ReadTensor(ref reader, name);
                else throw Bad($"'{name}' stands there twice");
            }
            // Anything but blanks behind the object is an error here.
            while (reader.Read()) throw Bad("the header goes on behind its end");
            return Arrange(dataLength);
        }

        private void ReadMetadata(ref Utf8JsonReader reader)
        {
            if (_metadata is not null) throw Bad("'__metadata__' stands there twice");
            if (reader.TokenType != JsonTokenType.StartObject) throw Bad("'__metadata__' should be an object");
            _metadata = new(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) throw Bad($"'{key}' in '__metadata__' should be a text");
                if (!_metadata.TryAdd(key, reader.GetString()!)) throw Bad($"'{key}' in '__metadata__' stands there twice");
            }
        }

        private void ReadTensor(ref Utf8JsonReader reader, string name)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw Bad($"'{name}' should be an object");
            torch.ScalarType? type = null;
            long[]? shape = null, offsets = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                switch (key)
                {
                    case "dtype" when type is null && reader.TokenType == JsonTokenType.String:
                        var text = reader.GetString()!;
                        type = TensorTypes.Find(text) ?? throw Bad($"'{name}' has dtype '{text}'; supported are {TensorTypes.AllNames}. Convert the checkpoint to one of them");
                        break;
                    case "shape" when shape is null:
                        shape = ReadNumbers(ref reader, name, key);
                        break;
                    case "data_offsets" when offsets is null:
                        offsets = ReadNumbers(ref reader, name, key);
                        break;
                    default:
                        throw Bad($"'{name}' should have dtype, shape and data_offsets, each once, and has '{key}'");
                }
            }
            if (type is null || shape is null || offsets is null) throw Bad($"'{name}' should have dtype, shape and data_offsets");
            if (offsets is not [var begin, var end] || begin > end) throw Bad($"'{name}' has the data_offsets {TensorTypes.Show(offsets)}");
            var count = TensorEntry.CountElements(shape, type.Value) ?? throw Bad($"'{name}' has the impossible shape {TensorTypes.Show(shape)}");
            var entry = new TensorEntry(name, type.Value, shape, count);
            if (end - begin != entry.ByteCount) throw Bad($"{entry} should take {entry.ByteCount} bytes and takes {end - begin}");
            _found.Add((entry, begin, end));
        }

        private long[] ReadNumbers(ref Utf8JsonReader reader, string name, string key)
        {
            if (reader.TokenType != JsonTokenType.StartArray) throw Bad($"the {key} of '{name}' should be a list");
            var numbers = new List<long>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0) throw Bad($"the {key} of '{name}' should be whole numbers from 0 up");
                if (numbers.Count == MaxRank) throw Bad($"the {key} of '{name}' has more than {MaxRank} numbers");
                numbers.Add(number);
            }
            return [.. numbers];
        }

        /// <summary>Tensors must follow one another from the first byte to the last: no overlap, no gap, nothing behind.</summary>
        private SafetensorsHeader Arrange(long dataLength)
        {
            _found.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            var tensors = new OrderedDictionary<string, TensorEntry>(_found.Count, StringComparer.Ordinal);
            var offsets = new Dictionary<string, long>(_found.Count, StringComparer.Ordinal);
            var position = 0L;
            foreach (var (entry, begin, end) in _found)
            {
                if (begin != position) throw Bad($"{entry} begins at byte {begin} of the data, and the one before it ends at {position}");
                tensors.Add(entry.Name, entry);
                offsets.Add(entry.Name, begin);
                position = end;
            }
            if (position != dataLength) throw Bad($"the tensors take {position} bytes and {dataLength} follow the header");
            return new SafetensorsHeader(tensors, offsets, _metadata ?? []);
        }

        private InvalidDataException Bad(string why) => new($"{what} is no valid safetensors file: {why}. Download it again.");
    }
}
