using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families;

/// <summary>Reads values out of config.json; every failure names the key, what was expected and what was found.</summary>
internal sealed class ConfigReader(JsonObject source, string path = "")
{
    /// <summary>Bounds that published models stay far below: a damaged or hostile file must not make us allocate without limit.</summary>
    public const int MaxSize = 1 << 17, MaxVocabulary = 1 << 24, MaxPositions = 1 << 20, MaxLayers = 1 << 10;

    /// <summary>An integer within bounds; required where there is no <paramref name="fallback"/>.</summary>
    public int Integer(string key, int min, int max, int? fallback = null)
    {
        var value = Value(key);
        if (value is null) return fallback ?? throw Missing(key, $"an integer from {min} to {max}");
        // Some tools write 12.0 for 12.
        if (TryNumber(value, out var number) && number == Math.Floor(number) && number >= min && number <= max)
            return (int)number;
        throw Wrong(key, $"an integer from {min} to {max}", value);
    }

    /// <summary>A number within bounds.</summary>
    public double Number(string key, double min, double max, double fallback)
    {
        var value = Value(key);
        if (value is null) return fallback;
        if (TryNumber(value, out var number) && number >= min && number <= max) return number;
        throw Wrong(key, $"a number from {min} to {max}", value);
    }

    /// <summary>A dropout rate; null in the file means <paramref name="fallback"/>.</summary>
    public double Rate(string key, double fallback) => Number(key, 0, 1, fallback);

    /// <summary>A list of integers within bounds; <paramref name="fallback"/> where the key is absent.</summary>
    public int[] Integers(string key, int min, int max, int[] fallback) =>
        [.. List(key, $"a list of integers from {min} to {max}", n => n >= min && n <= max && n == Math.Floor(n))?.Select(n => (int)n) ?? fallback];

    /// <summary>A list of dropout rates; <paramref name="fallback"/> where the key is absent.</summary>
    public double[] Rates(string key, double[] fallback) => List(key, "a list of numbers from 0 to 1", n => n is >= 0 and <= 1) ?? fallback;

    /// <summary>True or false; null in the file means <paramref name="fallback"/>.</summary>
    public bool Flag(string key, bool fallback) => Value(key) switch
    {
        null => fallback,
        { } value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValueKind() == JsonValueKind.True,
        { } value => throw Wrong(key, "true or false", value),
    };

    /// <summary>One of several texts.</summary>
    public string Choice(string key, string fallback, params string[] known)
    {
        var value = Value(key);
        if (value is null) return fallback;
        return value.GetValueKind() == JsonValueKind.String && known.Contains(value.GetValue<string>(), StringComparer.Ordinal)
            ? value.GetValue<string>()
            : throw Wrong(key, $"one of {string.Join(", ", known.Select(k => $"\"{k}\""))}", value);
    }

    /// <summary>The name of an activation.</summary>
    public Activation Activation(string key, string fallback)
    {
        var value = Value(key);
        if (value is null) return Parse(fallback);
        return value.GetValueKind() == JsonValueKind.String && Activations.TryParse(value.GetValue<string>(), out var activation)
            ? activation
            : throw Wrong(key, $"one of {string.Join(", ", Activations.KnownNames)}", value);

        static Activation Parse(string name) => Activations.TryParse(name, out var known) ? known : throw new ArgumentException(name);
    }

    /// <summary>Texts in a list, each one of several; null where the key is absent.</summary>
    public string[]? Choices(string key, params string[] known)
    {
        var value = Value(key);
        if (value is null) return null;
        var expected = $"a list out of {string.Join(", ", known.Select(k => $"\"{k}\""))}";
        if (value is not JsonArray list) throw Wrong(key, expected, value);
        return [.. list.Select(item => item?.GetValueKind() == JsonValueKind.String && known.Contains(item.GetValue<string>(), StringComparer.Ordinal) ? item.GetValue<string>() : throw Wrong(key, expected, value))];
    }

    /// <summary>Words out of several, in a list or as one text with <c>|</c> between; none where the key is absent.</summary>
    public string[] Words(string key, params string[] known)
    {
        if (Value(key) is not { } value || value.GetValueKind() != JsonValueKind.String) return Choices(key, known) ?? [];
        var words = value.GetValue<string>().ToLowerInvariant().Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.All(w => known.Contains(w, StringComparer.Ordinal)) ? words : throw Wrong(key, $"words out of {string.Join(", ", known)} with | between", value);
    }

    /// <summary>An object of its own inside this one, read likewise; null where the key is absent.</summary>
    public ConfigReader? Inner(string key) => Value(key) switch
    {
        null => null,
        JsonObject inner => new ConfigReader(inner, path + key + '.'),
        var other => throw Wrong(key, "an object", other),
    };

    /// <summary>Refuses any value of <paramref name="key"/> but <paramref name="only"/>, which stands where the key is absent.</summary>
    public void Only(string key, JsonNode only)
    {
        if (Value(key) is { } value && !JsonNode.DeepEquals(value, only)) throw Wrong(key, $"{only.ToJsonString()}, the only value that this family supports", value);
    }

    /// <summary>The error of one value that does not fit another.</summary>
    public static InvalidDataException Conflict(string message) => new("config.json: " + message);

    private JsonNode? Value(string key) => source.TryGetPropertyValue(key, out var value) ? value : null;

    private double[]? List(string key, string expected, Func<double, bool> isAllowed)
    {
        var value = Value(key);
        if (value is null) return null;
        if (value is not JsonArray { Count: <= MaxLayers } items) throw Wrong(key, expected, value);
        return [.. items.Select(item => item is not null && TryNumber(item, out var number) && isAllowed(number) ? number : throw Wrong(key, expected, value))];
    }

    // A value that was set in code rather than parsed converts to no other type than its own, but it writes the same text.
    private static bool TryNumber(JsonNode value, out double number)
    {
        number = 0;
        return value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private InvalidDataException Missing(string key, string expected) => Conflict($"'{path}{key}' is missing; expected {expected}.");

    private InvalidDataException Wrong(string key, string expected, JsonNode found)
    {
        var text = found.ToJsonString();
        return Conflict($"'{path}{key}' is {(text.Length > 60 ? text[..60] + "..." : text)}; expected {expected}.");
    }
}
