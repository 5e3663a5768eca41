using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Decoders;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads tokenizer.json, part by part. What it asks of truncation and padding is left to <see cref="TruncationOptions"/> and <see cref="TokenBatch"/>.</summary>
internal sealed class TokenizerJsonReader(string file, SpecialTokenNames names)
{
    /// <summary>Ids beyond this are refused, so that a damaged file cannot ask for a huge table.</summary>
    private const int LargestId = (1 << 24) - 1;

    public TokenizerParts Read(byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(content, file);
        JsonElement root = document.RootElement;
        return new TokenizerParts
        {
            Normalizer = ReadNormalizer(JsonFile.Get(root, "normalizer")),
            PreTokenizer = ReadPreTokenizer(JsonFile.Get(root, "pre_tokenizer")),
            Model = ReadModel(JsonFile.Require(root, "model", JsonValueKind.Object, "the file", file)),
            Template = ReadTemplate(JsonFile.Get(root, "post_processor")),
            Decoder = ReadDecoder(JsonFile.Get(root, "decoder")),
            AddedTokens = ReadAddedTokens(JsonFile.Get(root, "added_tokens")),
            SpecialNames = names,
        };
    }

    private TextNormalizer? ReadNormalizer(JsonElement? element)
    {
        if (element is not { } normalizer) return null;
        RequireType(normalizer, "normalizer", "BertNormalizer");
        return new BertNormalizer(
            JsonFile.Boolean(normalizer, "clean_text", "normalizer", file) ?? true,
            JsonFile.Boolean(normalizer, "handle_chinese_chars", "normalizer", file) ?? true,
            JsonFile.Boolean(normalizer, "strip_accents", "normalizer", file),
            JsonFile.Boolean(normalizer, "lowercase", "normalizer", file) ?? true);
    }

    private BertPreTokenizer? ReadPreTokenizer(JsonElement? element)
    {
        if (element is not { } preTokenizer) return null;
        RequireType(preTokenizer, "pre_tokenizer", "BertPreTokenizer");
        return new BertPreTokenizer();
    }

    private WordPieceModel ReadModel(JsonElement model)
    {
        RequireType(model, "model", "WordPiece");
        string?[] tokens = ReadVocabulary(JsonFile.Require(model, "vocab", JsonValueKind.Object, "model", file));
        string unknown = JsonFile.String(model, "unk_token", "model", file) ?? "[UNK]";
        if (Array.IndexOf(tokens, unknown) < 0) throw JsonFile.Bad(file, "model.vocab", $"the unknown token '{unknown}' (model.unk_token) is missing");
        int longest = JsonFile.Integer(model, "max_input_chars_per_word", "model", file) ?? 100;
        if (longest < 0) throw JsonFile.Bad(file, "model.max_input_chars_per_word", "must not be negative");
        return new WordPieceModel(tokens, unknown, JsonFile.String(model, "continuing_subword_prefix", "model", file) ?? "##", longest);
    }

    private string?[] ReadVocabulary(JsonElement vocabulary)
    {
        var tokens = new string?[1024];
        var seen = new HashSet<string>();
        int count = 0;
        foreach (JsonProperty entry in vocabulary.EnumerateObject())
        {
            string token = NameOf(entry, seen.Count);
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id) || id is < 0 or > LargestId)
                throw JsonFile.Bad(file, $"model.vocab['{token}']", $"must be an id from 0 to {LargestId:N0}");
            if (!seen.Add(token)) throw JsonFile.Bad(file, $"model.vocab['{token}']", "the token is there twice");
            if (id >= tokens.Length) Array.Resize(ref tokens, Math.Max(id + 1, tokens.Length * 2));
            if (tokens[id] is { } other) throw JsonFile.Bad(file, $"model.vocab['{token}']", $"has the id {id}, which is also that of '{other}'");
            tokens[id] = token;
            count = Math.Max(count, id + 1);
        }

        return tokens[..count];
    }

    private string NameOf(JsonProperty entry, int index)
    {
        try
        {
            return entry.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{file}: model.vocab: token {index} is no valid Unicode text.", e);
        }
    }

    private RowTemplate ReadTemplate(JsonElement? element)
    {
        if (element is not { } processor) return RowTemplate.Plain;
        switch (RequireType(processor, "post_processor", "TemplateProcessing", "BertProcessing"))
        {
            case "BertProcessing":
                return RowTemplate.Bert(ReadIdOfPair(processor, "cls"), ReadIdOfPair(processor, "sep"));
            default:
                Dictionary<string, int[]> special = ReadTemplateTokens(processor);
                return new RowTemplate(ReadTemplateParts(processor, "single", special), ReadTemplateParts(processor, "pair", special));
        }
    }

    private int ReadIdOfPair(JsonElement processor, string member)
    {
        JsonElement pair = JsonFile.Require(processor, member, JsonValueKind.Array, "post_processor", file);
        return pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetInt32(out int id) && id >= 0 ? id
            : throw JsonFile.Bad(file, $"post_processor.{member}", "must be a token and its id");
    }

    private Dictionary<string, int[]> ReadTemplateTokens(JsonElement processor)
    {
        var tokens = new Dictionary<string, int[]>();
        foreach (JsonProperty entry in JsonFile.Require(processor, "special_tokens", JsonValueKind.Object, "post_processor", file).EnumerateObject())
        {
            string place = $"post_processor.special_tokens['{entry.Name}']";
            tokens[entry.Name] = [.. JsonFile.Require(entry.Value, "ids", JsonValueKind.Array, place, file).EnumerateArray()
                .Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out int id) && id >= 0 ? id : throw JsonFile.Bad(file, $"{place}.ids", "must be token ids"))];
        }

        return tokens;
    }

    private RowPart[] ReadTemplateParts(JsonElement processor, string member, Dictionary<string, int[]> special)
    {
        string place = $"post_processor.{member}";
        var parts = new List<RowPart>();
        foreach (JsonElement piece in JsonFile.Require(processor, member, JsonValueKind.Array, "post_processor", file).EnumerateArray())
        {
            if (JsonFile.Get(piece, "SpecialToken") is { } token)
            {
                string name = JsonFile.String(token, "id", place, file) ?? string.Empty;
                if (!special.TryGetValue(name, out int[]? ids)) throw JsonFile.Bad(file, place, $"'{name}' is not among post_processor.special_tokens");
                parts.Add(new RowPart(RowPartKind.Special, JsonFile.Integer(token, "type_id", place, file) ?? 0, ids));
            }
            else if (JsonFile.Get(piece, "Sequence") is { } sequence && JsonFile.String(sequence, "id", place, file) is var id and ("A" or "B"))
            {
                parts.Add(new RowPart(id == "A" ? RowPartKind.First : RowPartKind.Second, JsonFile.Integer(sequence, "type_id", place, file) ?? 0, []));
            }
            else
            {
                throw JsonFile.Bad(file, place, "a part must be a SpecialToken, or a Sequence A or B");
            }
        }

        bool whole = parts.Count(p => p.Kind == RowPartKind.First) == 1 && parts.Count(p => p.Kind == RowPartKind.Second) == (member == "pair" ? 1 : 0);
        return whole ? [.. parts] : throw JsonFile.Bad(file, place, member == "pair" ? "must have the sequences A and B once each" : "must have the sequence A once, and no other");
    }

    private WordPieceDecoder? ReadDecoder(JsonElement? element)
    {
        if (element is not { } decoder) return null;
        RequireType(decoder, "decoder", "WordPiece");
        return new WordPieceDecoder(JsonFile.String(decoder, "prefix", "decoder", file) ?? "##", JsonFile.Boolean(decoder, "cleanup", "decoder", file) ?? true);
    }

    private List<AddedToken> ReadAddedTokens(JsonElement? element)
    {
        if (element is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array) throw JsonFile.Bad(file, "added_tokens", "must be an array");
        return [.. list.EnumerateArray().Select((token, i) => AddedTokenReader.Read(token, $"added_tokens[{i}]", file))];
    }

    /// <summary>The kind of a part, which must be one of those supported.</summary>
    private string RequireType(JsonElement part, string member, params string[] supported)
    {
        string type = JsonFile.String(part, "type", member, file) ?? (member == "model" ? TypeOfUntagged(part) : "(none)");
        return Array.IndexOf(supported, type) >= 0 ? type
            : throw new NotSupportedException($"{file}: {member} is of the type {type}, which is not supported. Supported here: {string.Join(", ", supported)}.");
    }

    // Older files do not name the model's kind.
    private static string TypeOfUntagged(JsonElement model)
        => JsonFile.Get(model, "merges") is not null ? "BPE"
        : JsonFile.Get(model, "vocab")?.ValueKind == JsonValueKind.Array ? "Unigram"
        : JsonFile.Get(model, "continuing_subword_prefix") is not null || JsonFile.Get(model, "max_input_chars_per_word") is not null ? "WordPiece" : "WordLevel";
}
