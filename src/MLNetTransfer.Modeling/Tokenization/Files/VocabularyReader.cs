using System.Text.Json;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads a vocabulary that is a JSON object of tokens and ids.</summary>
internal static class VocabularyReader
{
    /// <summary>Ids beyond this are refused, so that a damaged file cannot ask for a huge table.</summary>
    public const int LargestId = (1 << 24) - 1;

    /// <summary>The tokens by id; null where no token has the id.</summary>
    public static string?[] Read(JsonPart vocabulary)
    {
        var tokens = new string?[1024];
        var seen = new HashSet<string>();
        int count = 0;
        foreach (JsonProperty entry in vocabulary.Element.EnumerateObject())
        {
            string token = NameOf(entry, seen.Count, vocabulary);
            InvalidDataException Bad(string what) => JsonFile.Bad(vocabulary.File, $"{vocabulary.Place}['{token}']", what);

            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id) || id is < 0 or > LargestId)
                throw Bad($"must be an id from 0 to {LargestId:N0}");
            if (!seen.Add(token)) throw Bad("the token is there twice");
            if (id >= tokens.Length) Array.Resize(ref tokens, Math.Max(id + 1, tokens.Length * 2));
            if (tokens[id] is { } other) throw Bad($"has the id {id}, which is also that of '{other}'");
            tokens[id] = token;
            count = Math.Max(count, id + 1);
        }

        return tokens[..count];
    }

    private static string NameOf(JsonProperty entry, int index, JsonPart vocabulary)
    {
        try
        {
            return entry.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{vocabulary.File}: {vocabulary.Place}: token {index} is no valid Unicode text.", e);
        }
    }
}
