using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Persistence;

namespace MLNetTransfer.Tests.SequenceTagging;

/// <summary>Changes what a saved model says of itself, with the right length and checksum, as a liar would.</summary>
internal static class SavedEntries
{
    public static void Edit(string path, string name, Action<JsonNode> change)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        byte[] changed = [];
        Rewrite(zip, name, json =>
        {
            change(json);
            return changed = Encoding.UTF8.GetBytes(json.ToJsonString());
        });
        using var sum = new ChecksumStream(Stream.Null);
        sum.Write(changed);
        Rewrite(zip, "entries.json", table =>
        {
            table[name] = new JsonObject { ["length"] = changed.Length, ["crc32c"] = sum.Checksum };
            return Encoding.UTF8.GetBytes(table.ToJsonString());
        });
    }

    private static void Rewrite(ZipArchive zip, string name, Func<JsonNode, byte[]> change)
    {
        var entry = zip.Entries.Single(e => e.Name == name);
        JsonNode json;
        using (var stream = entry.Open()) json = JsonNode.Parse(stream)!;
        var fullName = entry.FullName;
        entry.Delete();
        using var into = zip.CreateEntry(fullName).Open();
        into.Write(change(json));
    }
}
