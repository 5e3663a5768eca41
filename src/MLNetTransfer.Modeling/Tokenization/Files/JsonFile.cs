using System.Text.Json;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads JSON that may say anything; what is not as expected is an error that names the file and the place.</summary>
internal static class JsonFile
{
    public static JsonDocument Parse(byte[] content, string file)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = content;
            if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            CheckNames(bytes.Span, file);
            JsonDocument document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new InvalidDataException($"{file} must hold a JSON object.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is no valid JSON: {e.Message}", e);
        }
    }

    // Half a surrogate pair in a name would fail wherever a member is looked for.
    private static void CheckNames(ReadOnlySpan<byte> json, string file)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{file}: the name of a member at byte {reader.TokenStartIndex:N0} is no valid Unicode text.", e);
        }
    }

    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Get(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Require(JsonElement element, string name, JsonValueKind kind, string place, string file)
        => Get(element, name) is { } value && value.ValueKind == kind ? value : throw Bad(file, $"{place}.{name}", $"{Word(kind)} is missing");

    public static string? String(JsonElement element, string name, string place, string file)
        => Get(element, name) is not { } value ? null : value.ValueKind == JsonValueKind.String ? Text(value, $"{place}.{name}", file) : throw Bad(file, $"{place}.{name}", "must be a string");

    public static bool? Boolean(JsonElement element, string name, string place, string file)
        => Get(element, name)?.ValueKind switch
        {
            null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Bad(file, $"{place}.{name}", "must be true or false"),
        };

    public static int? Integer(JsonElement element, string name, string place, string file)
        => Get(element, name) is not { } value ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Bad(file, $"{place}.{name}", "must be a whole number");

    /// <summary>A string's text; one with half a character is refused.</summary>
    public static string Text(JsonElement element, string place, string file)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{file}: {place} is no valid Unicode text.", e);
        }
    }

    public static InvalidDataException Bad(string file, string place, string what) => new($"{file}: {place}: {what}.");

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        _ => "a number",
    };
}
