using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Reads JSON that came with a model: an object of bounded size and depth, without repeated names. Writes it as Hugging Face does.</summary>
internal static class JsonFiles
{
    /// <summary>Far above any published config or index, and small enough to read whole.</summary>
    internal const int MaxBytes = 32 << 20;

    private const int MaxDepth = 64;

    /// <exception cref="InvalidDataException">The file is no such JSON; the message names it.</exception>
    public static JsonObject ReadObject(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > MaxBytes) throw new InvalidDataException($"'{path}' has {file.Length} bytes; at most {MaxBytes} are read. Is it the right file?");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return ParseObject(bytes, $"'{path}'");
    }

    /// <param name="utf8">The text, with or without a byte order mark.</param>
    /// <param name="what">Names the text in errors.</param>
    /// <exception cref="InvalidDataException">It is no such JSON.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var node = JsonNode.Parse(utf8, null, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            if (node is not JsonObject root) throw new InvalidDataException($"{what} should hold a JSON object and holds {Kind(node)}. Download it again.");
            // Nodes decode their text when first asked, and fail only then: ask now, where the file is still known.
            Materialize(root);
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{what} is not valid JSON: {e.Message} Download it again.", e);
        }
    }

    /// <summary>Writes a file, indented; an older one stays until the new one is whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteObject(string path, JsonObject json) => AtomicFile.Write(path, stream =>
    {
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) json.WriteTo(writer);
        stream.WriteByte((byte)'\n');
    });

    private static void Materialize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (_, value) in o) Materialize(value);
                break;
            case JsonArray a:
                foreach (var value in a) Materialize(value);
                break;
            case JsonValue v when v.GetValueKind() == JsonValueKind.String:
                v.GetValue<string>();
                break;
        }
    }

    private static string Kind(JsonNode? node) => node?.GetValueKind().ToString().ToLowerInvariant() ?? "null";
}
