using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;

namespace MLNetTransfer.Persistence;

/// <summary>
/// Reads what <see cref="EntryWriter"/> wrote. A saved model is untrusted input: lengths are bounded before anything is allocated, checksums are compared, and
/// every failure is a <see cref="FormatException"/> that names the entry.
/// </summary>
internal sealed class EntryReader
{
    private const int MaxTableBytes = 1 << 20;
    private readonly ModelLoadContext _ctx;
    private readonly string _transformer;
    private readonly JsonObject _table;

    // Internals: ModelLoadContext.CheckAtModel, Header; VersionInfo.
    public EntryReader(ModelLoadContext ctx, SavedFormat format)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        _ctx = ctx;
        _transformer = format.LoaderName;
        // Before ML.NET's own check, whose message speaks of a newer ML.NET.
        if (ctx.Header.ModelVerReadable > format.Version)
            throw new FormatException($"The model's '{_transformer}' was saved by a newer version of MLNetTransfer: it has format {ctx.Header.ModelVerReadable}, and this version reads formats up to {format.Version}. Update the MLNetTransfer package.");
        ctx.CheckAtModel(new VersionInfo(
            modelSignature: format.Signature, verWrittenCur: format.Version, verReadableCur: format.OldestReader, verWeCanReadBack: 1,
            loaderAssemblyName: typeof(EntryReader).Assembly.FullName, loaderSignature: format.LoaderName));
        _table = ParseObject(EntryWriter.TableName, Take(EntryWriter.TableName, stream => ReadAll(stream, EntryWriter.TableName, MaxTableBytes)));
    }

    /// <summary>The names of all entries.</summary>
    public IEnumerable<string> Names => _table.Select(e => e.Key);

    /// <summary>A small entry as a whole.</summary>
    public byte[] ReadBytes(string name, int maxLength)
    {
        byte[] content = [];
        Read(name, (stream, length) =>
        {
            if (length > maxLength) throw Damaged(name, $"it is {length} bytes long, more than the {maxLength} that such an entry may have");
            content = new byte[length];
            stream.ReadExactly(content);
        });
        return content;
    }

    public JsonObject ReadJson(string name, int maxLength) => ParseObject(name, ReadBytes(name, maxLength));

    /// <summary>An entry as a stream of the given length, which can be read once from its start.</summary>
    public void Read(string name, Action<Stream, long> read)
    {
        var (length, checksum) = Recorded(name);
        Take(name, stream =>
        {
            using var counted = new ChecksumStream(stream);
            read(counted, length);
            Drain(counted);
            if (counted.BytesSeen != length) throw Damaged(name, $"it should be {length} bytes long and is {counted.BytesSeen}");
            if (counted.Checksum != checksum) throw Damaged(name, "its checksum differs from the recorded one");
            return true;
        });
    }

    /// <summary>For a value inside an entry that cannot be right.</summary>
    public FormatException Damaged(string name, string what, Exception? inner = null) =>
        new($"The saved model is damaged: in its '{_transformer}', entry '{name}': {what}. Save the model again, or take an undamaged copy of the file.", inner);

    private (long Length, uint Checksum) Recorded(string name)
    {
        if (_table[name] is not JsonObject entry) throw Damaged(name, $"it is not in the table '{EntryWriter.TableName}'");
        if (entry["length"] is JsonValue l && l.TryGetValue(out long length) && length >= 0 && entry["crc32c"] is JsonValue c && c.TryGetValue(out uint checksum)) return (length, checksum);
        throw Damaged(EntryWriter.TableName, $"expected a length and a checksum of '{name}'");
    }

    // Internal: ModelLoadContext.TryLoadBinaryStream, which returns false where there is no such entry.
    private T Take<T>(string name, Func<Stream, T> read)
    {
        T result = default!;
        bool found;
        try
        {
            found = _ctx.TryLoadBinaryStream(name, reader => result = read(reader.BaseStream));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or OverflowException)
        {
            throw Damaged(name, e.Message, e);
        }
        return found ? result : throw Damaged(name, "it is missing");
    }

    private byte[] ReadAll(Stream stream, string name, int maxLength)
    {
        using var content = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > maxLength) throw Damaged(name, $"it is longer than {maxLength} bytes");
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    private static void Drain(Stream stream)
    {
        Span<byte> rest = stackalloc byte[4096];
        while (stream.Read(rest) > 0) { }
    }

    private JsonObject ParseObject(string name, byte[] utf8)
    {
        try
        {
            return JsonNode.Parse(utf8) as JsonObject ?? throw Damaged(name, "expected a JSON object");
        }
        catch (JsonException e)
        {
            throw Damaged(name, e.Message, e);
        }
    }
}
