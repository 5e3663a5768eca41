using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Fastai;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Makes fastai's tokenizer of a vocabulary: its default rules, its words, and the tokens by their place in a JSON array, itos.json.</summary>
internal static class FastaiReader
{
    public static TokenizerParts Read(byte[] content, string file)
    {
        string?[] tokens = ReadTokens(content, file);
        if (Array.IndexOf(tokens, FastaiRules.Unknown) < 0) throw new InvalidDataException($"{file}: the token '{FastaiRules.Unknown}' is missing. Is it the vocabulary of a fastai text model?");
        return new TokenizerParts
        {
            Normalizer = FastaiRules.Normalizer,
            PreTokenizer = FastaiRules.Words,
            Model = new WordLevelModel(tokens, FastaiRules.Unknown),
            Rows = new RowRules(RowTemplate.Plain),
            Decoder = null,
            AddedTokens = [],
            SpecialNames = new SpecialTokenNames(FastaiRules.Unknown, FastaiRules.Padding, string.Empty, string.Empty, string.Empty),
        };
    }

    private static string?[] ReadTokens(byte[] content, string file)
    {
        var tokens = new List<string?>();
        var ids = new Dictionary<string, int>();
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidDataException($"{file} must hold a JSON array of tokens.");
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.String) throw JsonFile.Bad(file, $"[{tokens.Count}]", "must be a token");
                string token = JsonFile.Text(element, $"[{tokens.Count}]", file);
                // Of equal tokens the last one counts.
                if (ids.TryGetValue(token, out int earlier)) tokens[earlier] = null;
                ids[token] = tokens.Count;
                tokens.Add(token == FastaiRules.Filler ? null : token);
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is no valid JSON: {e.Message}", e);
        }

        return [.. tokens];
    }
}
