using System.Text.Json.Nodes;

namespace MLNetTransfer.Persistence;

/// <summary>Reads values of a JSON entry; a value that is missing or out of range is damage, named with its entry.</summary>
internal sealed class SavedSettings(EntryReader entries, string name, int maxBytes)
{
    private readonly JsonObject _json = entries.ReadJson(name, maxBytes);

    public string Text(string key) => TextOrNull(key) ?? throw Bad(key, "a text");

    public string? TextOrNull(string key) => _json[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw Bad(key, "a text"),
    };

    public int Integer(string key, int smallest, int largest) =>
        _json[key] is JsonValue value && value.TryGetValue(out int number) && number >= smallest && number <= largest ? number : throw Bad(key, $"a whole number from {smallest} to {largest}");

    public TEnum Enum<TEnum>(string key) where TEnum : struct, Enum =>
        System.Enum.TryParse<TEnum>(Text(key), out var value) && System.Enum.IsDefined(value) ? value : throw Bad(key, $"one of {string.Join(", ", System.Enum.GetNames<TEnum>())}");

    public IReadOnlyList<string> Texts(string key) => _json[key] is JsonArray array
        ? [.. array.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Bad(key, "texts only"))]
        : throw Bad(key, "an array of texts");

    /// <summary>A value that a parser makes of one that was read.</summary>
    public T Checked<T>(string key, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw entries.Damaged(name, $"'{key}': {e.Message}", e);
        }
    }

    private FormatException Bad(string key, string expected) => entries.Damaged(name, $"expected '{key}' to be {expected}, found {_json[key]?.ToJsonString() ?? "nothing"}");
}
