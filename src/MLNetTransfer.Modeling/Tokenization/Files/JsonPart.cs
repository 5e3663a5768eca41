using System.Text.Json;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>A part of tokenizer.json with its place in the file, by which errors name it.</summary>
/// <param name="Element">The JSON.</param>
/// <param name="Place">Where it stands, such as <c>normalizer.normalizers[1]</c>.</param>
/// <param name="File">The file.</param>
internal readonly record struct JsonPart(JsonElement Element, string Place, string File)
{
    /// <summary>A member that is there and not null.</summary>
    public JsonPart? Get(string name) => JsonFile.Get(Element, name) is { } value ? new JsonPart(value, $"{Place}.{name}", File) : null;

    public JsonPart Require(string name, JsonValueKind kind) => new(JsonFile.Require(Element, name, kind, Place, File), $"{Place}.{name}", File);

    public string? String(string name) => JsonFile.String(Element, name, Place, File);

    public string RequireString(string name) => String(name) ?? throw Bad(name, "a string is missing");

    public bool? Boolean(string name) => JsonFile.Boolean(Element, name, Place, File);

    public int? Integer(string name) => JsonFile.Integer(Element, name, Place, File);

    /// <summary>A member that is one character, as a Unicode scalar value.</summary>
    public int RequireCharacter(string name)
    {
        string text = RequireString(name);
        return text.Length > 0 && text.Length == (char.IsSurrogatePair(text, 0) ? 2 : 1) ? char.ConvertToUtf32(text, 0) : throw Bad(name, "must be one character");
    }

    /// <summary>The items of a member that is an array.</summary>
    public IEnumerable<JsonPart> Items(string name)
    {
        JsonPart list = Require(name, JsonValueKind.Array);
        return list.Element.EnumerateArray().Select((item, i) => new JsonPart(item, $"{list.Place}[{i}]", list.File));
    }

    /// <summary>The error that a member is not as it must be.</summary>
    public InvalidDataException Bad(string name, string what) => JsonFile.Bad(File, $"{Place}.{name}", what);

    /// <summary>The error that a member asks for something which cannot be done as the reference does it.</summary>
    public NotSupportedException Unsupported(string name, string what) => new($"{File}: {Place}.{name}: {what}.");
}
