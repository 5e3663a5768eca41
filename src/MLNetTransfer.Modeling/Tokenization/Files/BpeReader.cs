using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Models;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads byte-pair encodings.</summary>
internal static class BpeReader
{
    public static TokenModel Read(JsonPart part)
    {
        string?[] tokens = VocabularyReader.Read(part.Require("vocab", JsonValueKind.Object));
        if (part.Get("dropout") is { } dropout && !(dropout.Element.ValueKind == JsonValueKind.Number && dropout.Element.GetDouble() == 0))
            throw part.Unsupported("dropout", "leaving merges out at random is not supported; set it to null");
        var options = new BpeOptions
        {
            UnknownToken = part.String("unk_token"),
            ContinuingPrefix = part.String("continuing_subword_prefix") ?? string.Empty,
            WordSuffix = part.String("end_of_word_suffix") ?? string.Empty,
            FusesUnknown = part.Boolean("fuse_unk") ?? false,
            FallsBackToBytes = part.Boolean("byte_fallback") ?? false,
            TakesWholeWords = part.Boolean("ignore_merges") ?? false,
        };
        if (options.FallsBackToBytes && options.ContinuingPrefix.Length + options.WordSuffix.Length > 0)
            throw part.Unsupported("byte_fallback", "together with continuing_subword_prefix or end_of_word_suffix it is not supported");
        return Make(tokens, ReadMerges(part), options, part.File, $"{part.Place}.merges");
    }

    /// <summary>Makes a model of tokens and merges.</summary>
    /// <param name="tokens">Token by id; null where no token has the id.</param>
    /// <param name="merges">The merges, the earliest first.</param>
    /// <param name="options">What else it does.</param>
    /// <param name="file">The file that the merges are of.</param>
    /// <param name="place">Their place in it.</param>
    public static BpeModel Make(string?[] tokens, IEnumerable<(string Left, string Right)> merges, BpeOptions options, string file, string place)
    {
        var ids = new Dictionary<string, int>(tokens.Length);
        for (int id = 0; id < tokens.Length; id++)
            if (tokens[id] is { } token) ids[token] = id;
        var byId = new List<(int, int, int)>();
        foreach ((string left, string right) in merges)
        {
            int Find(string token) => ids.TryGetValue(token, out int id) ? id : throw JsonFile.Bad(file, $"{place}[{byId.Count}]", $"'{left}' and '{right}' need the token '{token}', which the vocabulary does not have");

            (int leftId, int rightId) = (Find(left), Find(right));
            // The reference takes as many bytes off as the prefix has, whatever they are.
            if (!right.StartsWith(options.ContinuingPrefix, StringComparison.Ordinal)) throw JsonFile.Bad(file, $"{place}[{byId.Count}]", $"'{right}' must begin with continuing_subword_prefix, '{options.ContinuingPrefix}'");
            byId.Add((leftId, rightId, Find(left + right[options.ContinuingPrefix.Length..])));
        }

        return new BpeModel(tokens, byId, options);
    }

    /// <summary>The two tokens of a merge that is written as a line; null where it is none.</summary>
    public static (string Left, string Right)? ParseLine(string line)
        => line.Split(' ') is [var left, var right] ? (left, right) : null;

    // Each is a pair of strings, or in older files one string.
    private static IEnumerable<(string Left, string Right)> ReadMerges(JsonPart part)
    {
        foreach (JsonPart merge in part.Items("merges"))
        {
            JsonElement element = merge.Element;
            if (element.ValueKind == JsonValueKind.String)
            {
                string line = JsonFile.Text(element, merge.Place, part.File);
                if (!line.StartsWith("#version", StringComparison.Ordinal)) yield return ParseLine(line) ?? throw JsonFile.Bad(part.File, merge.Place, "must be two tokens with a blank between");
            }
            else if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2 && element.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
            {
                yield return (JsonFile.Text(element[0], merge.Place, part.File), JsonFile.Text(element[1], merge.Place, part.File));
            }
            else
            {
                throw JsonFile.Bad(part.File, merge.Place, "must be two tokens");
            }
        }
    }
}
