using MLNetTransfer.Modeling.Tokenization.Patterns;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads the member <c>pattern</c> of a part: a text to look for, or a regular expression.</summary>
internal static class PatternReader
{
    public static TextPattern Read(JsonPart part)
    {
        JsonPart pattern = part.Get("pattern") ?? throw part.Bad("pattern", "is missing");
        if (pattern.String("String") is { } literal) return literal.Length > 0 ? new LiteralPattern(literal) : throw pattern.Bad("String", "must not be empty");
        string regex = pattern.String("Regex") ?? throw part.Bad("pattern", "must have a String or a Regex");
        try
        {
            return KnownPatterns.Find(regex) ?? RegexPattern.Parse(regex);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{pattern.File}: {pattern.Place}.Regex: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{pattern.File}: {pattern.Place}.Regex: {e.Message}", e);
        }
    }
}
