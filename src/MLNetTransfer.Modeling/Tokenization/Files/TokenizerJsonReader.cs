using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads tokenizer.json, part by part. What it asks of truncation and padding is left to <see cref="TruncationOptions"/> and <see cref="TokenBatch"/>.</summary>
internal sealed class TokenizerJsonReader(string file, SpecialTokenNames names)
{
    public TokenizerParts Read(byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(content, file);
        JsonElement root = document.RootElement;
        return new TokenizerParts
        {
            Normalizer = Part(root, "normalizer") is { } normalizer ? SupportedParts.Normalizers.Read(normalizer) : null,
            PreTokenizer = Part(root, "pre_tokenizer") is { } preTokenizer ? SupportedParts.PreTokenizers.Read(preTokenizer) : null,
            Model = ReadModel(new JsonPart(JsonFile.Require(root, "model", JsonValueKind.Object, "the file", file), "model", file)),
            Rows = Part(root, "post_processor") is { } postProcessor ? SupportedParts.PostProcessors.Read(postProcessor) : new RowRules(RowTemplate.Plain),
            Decoder = Part(root, "decoder") is { } decoder ? SupportedParts.Decoders.Read(decoder) : null,
            AddedTokens = ReadAddedTokens(JsonFile.Get(root, "added_tokens")),
            SpecialNames = names,
        };
    }

    private JsonPart? Part(JsonElement root, string member) => JsonFile.Get(root, member) is { } part ? new JsonPart(part, member, file) : null;

    private static TokenModel ReadModel(JsonPart model) => SupportedParts.Models.Read(model, model.String("type") ?? TypeOfUntagged(model.Element));

    // Older files do not name the model's kind.
    private static string TypeOfUntagged(JsonElement model)
        => JsonFile.Get(model, "merges") is not null ? "BPE"
        : JsonFile.Get(model, "vocab")?.ValueKind == JsonValueKind.Array ? "Unigram"
        : JsonFile.Get(model, "continuing_subword_prefix") is not null || JsonFile.Get(model, "max_input_chars_per_word") is not null ? "WordPiece" : "WordLevel";

    private List<AddedToken> ReadAddedTokens(JsonElement? element)
    {
        if (element is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array) throw JsonFile.Bad(file, "added_tokens", "must be an array");
        return [.. list.EnumerateArray().Select((token, i) => AddedTokenReader.Read(token, $"added_tokens[{i}]", file))];
    }
}
