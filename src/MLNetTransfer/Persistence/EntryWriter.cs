using System.Text.Json.Nodes;
using Microsoft.ML;

namespace MLNetTransfer.Persistence;

/// <summary>
/// Writes a transformer's folder inside the .zip of Model.Save: ML.NET's header (Model.key), the entries, and a table of their lengths and checksums, so that a
/// damaged file is refused by the name of the entry.
/// </summary>
internal sealed class EntryWriter
{
    internal const string TableName = "entries.json";
    private readonly ModelSaveContext _ctx;
    private readonly JsonObject _table = [];

    // Internals: ModelSaveContext.CheckAtModel, SetVersionInfo; VersionInfo.
    public EntryWriter(ModelSaveContext ctx, SavedFormat format)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        _ctx = ctx;
        ctx.CheckAtModel();
        ctx.SetVersionInfo(new VersionInfo(
            modelSignature: format.Signature, verWrittenCur: format.Version, verReadableCur: format.OldestReader, verWeCanReadBack: 1,
            loaderAssemblyName: typeof(EntryWriter).Assembly.FullName, loaderSignature: format.LoaderName));
    }

    public void Write(string name, byte[] content) => Write(name, stream => stream.Write(content));

    public void Write(string name, JsonNode content) => Write(name, stream =>
    {
        using var json = new System.Text.Json.Utf8JsonWriter(stream, new() { Indented = true });
        content.WriteTo(json);
    });

    public void Write(string name, Action<Stream> write)
    {
        EntryNames.Check(name);
        if (_table.ContainsKey(name) || name == TableName) throw new InvalidOperationException($"There are two entries '{name}'.");
        Put(name, stream =>
        {
            using var counted = new ChecksumStream(stream);
            write(counted);
            counted.Flush();
            _table[name] = new JsonObject { ["length"] = counted.BytesSeen, ["crc32c"] = counted.Checksum };
        });
    }

    /// <summary>Writes the table; nothing may be written after it.</summary>
    public void Finish() => Put(TableName, stream =>
    {
        using var json = new System.Text.Json.Utf8JsonWriter(stream, new() { Indented = true });
        _table.WriteTo(json);
    });

    // Internal: ModelSaveContext.SaveBinaryStream. The stream under the writer is used as it is: ML.NET owns and closes it.
    private void Put(string name, Action<Stream> write) => _ctx.SaveBinaryStream(name, writer =>
    {
        writer.Flush();
        write(writer.BaseStream);
    });
}
