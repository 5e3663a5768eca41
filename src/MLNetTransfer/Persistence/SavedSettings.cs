using System.Text.Json.Nodes;

namespace MLNetTransfer.Persistence;

/// <summary>Reads values of a JSON entry; a value that is missing or out of range is damage, named with its entry.</summary>
internal sealed class SavedSettings
{
    private readonly EntryReader _entries;
    private readonly string _name;
    private readonly JsonObject _json;

    public SavedSettings(EntryReader entries, string name, int maxBytes) : this(entries, name, entries.ReadJson(name, maxBytes))
    {
    }

    private SavedSettings(EntryReader entries, string name, JsonObject json) => (_entries, _name, _json) = (entries, name, json);

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

    public double Number(string key) => _json[key] is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : throw Bad(key, "a number");

    public bool Flag(string key) => _json[key] is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Bad(key, "true or false");

    public IReadOnlyList<double>? NumbersOrNull(string key) => _json[key] switch
    {
        null => null,
        JsonArray array => [.. array.Select(item => item is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : throw Bad(key, "numbers only"))],
        _ => throw Bad(key, "an array of numbers"),
    };

    public SavedSettings? ObjectOrNull(string key) => _json[key] switch
    {
        null => null,
        JsonObject inner => new(_entries, _name, inner),
        _ => throw Bad(key, "an object"),
    };

    public IReadOnlyList<string>? TextsOrNull(string key) => _json[key] is null ? null : Texts(key);

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
            throw _entries.Damaged(_name, $"'{key}': {e.Message}", e);
        }
    }

    private FormatException Bad(string key, string expected) => _entries.Damaged(_name, $"expected '{key}' to be {expected}, found {_json[key]?.ToJsonString() ?? "nothing"}");
}
