using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>Writes a trained vocabulary as Hugging Face's files: tokenizer.json and tokenizer_config.json, and beside them what older versions read.</summary>
internal sealed class TokenizerWriter(StyleRules style, IReadOnlyList<string> moreSpecialTokens, TrainedVocabulary vocabulary)
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Contents by file name.</returns>
    public Dictionary<string, byte[]> Write()
    {
        var files = new Dictionary<string, byte[]>
        {
            [TokenizerFiles.TokenizerJson] = Bytes(Whole().ToJsonString(_json)),
            [TokenizerFiles.Config] = Bytes(Config().ToJsonString(_json)),
        };
        switch (style.Kind)
        {
            case VocabularyKind.WordPiece:
                files[TokenizerFiles.VocabularyText] = Bytes(string.Concat(vocabulary.Tokens.Select(t => t + "\n")));
                break;
            case VocabularyKind.BytePairs:
                files["vocab.json"] = Bytes(Ids().ToJsonString(_compact));
                files["merges.txt"] = Bytes("#version: 0.2\n" + string.Concat(Merges().Select(m => m + "\n")));
                break;
        }

        return files;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);

    private JsonObject Whole() => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. AddedTokens().Select(t => Describe(t, withId: true))]),
        ["normalizer"] = Parse(style.Normalizer),
        ["pre_tokenizer"] = Parse(style.PreTokenizer),
        ["post_processor"] = PostProcessor(),
        ["decoder"] = Parse(style.Decoder),
        ["model"] = Model(),
    };

    private IEnumerable<AddedToken> AddedTokens()
        => style.Tokens.Concat(moreSpecialTokens.Concat(style.LastTokens).Select(AddedToken.SpecialToken)).DistinctBy(t => t.Content).OrderBy(t => IdOf(t.Content));

    private JsonObject Describe(AddedToken token, bool withId)
    {
        var described = new JsonObject();
        if (withId) described["id"] = IdOf(token.Content);
        described["content"] = token.Content;
        described["single_word"] = token.SingleWord;
        described["lstrip"] = token.StripLeft;
        described["rstrip"] = token.StripRight;
        described["normalized"] = token.Normalized;
        described["special"] = token.Special;
        return described;
    }

    private JsonNode? PostProcessor()
    {
        if (style.Single is not { } single) return Parse(style.PostProcessor);
        string pair = style.Pair!;
        var special = new JsonObject();
        foreach (string token in pair.Split(' ').Select(p => p.Split(':')[0]).Where(p => p[0] != '$').Distinct())
            special[token] = new JsonObject { ["id"] = token, ["ids"] = new JsonArray(IdOf(token)), ["tokens"] = new JsonArray(token) };
        return new JsonObject { ["type"] = "TemplateProcessing", ["single"] = Template(single), ["pair"] = Template(pair), ["special_tokens"] = special };
    }

    private static JsonArray Template(string row) => new([.. row.Split(' ').Select(part =>
    {
        string[] halves = part.Split(':');
        bool isText = halves[0][0] == '$';
        var inner = new JsonObject { ["id"] = isText ? halves[0][1..] : halves[0], ["type_id"] = halves.Length > 1 ? halves[1][0] - '0' : 0 };
        return new JsonObject { [isText ? "Sequence" : "SpecialToken"] = inner };
    })]);

    private JsonObject Model() => style.Kind switch
    {
        VocabularyKind.WordPiece => new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = style.Unknown,
            ["continuing_subword_prefix"] = WordPieceTrainer.ContinuingPrefix,
            ["max_input_chars_per_word"] = WordPieceTrainer.LongestWord,
            ["vocab"] = Ids(),
        },
        VocabularyKind.BytePairs => new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = string.Empty,
            ["end_of_word_suffix"] = string.Empty,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["vocab"] = Ids(),
            ["merges"] = new JsonArray([.. Merges().Select(m => JsonValue.Create(m))]),
        },
        _ => new JsonObject
        {
            ["type"] = "Unigram",
            ["unk_id"] = IdOf(style.Unknown!),
            ["vocab"] = new JsonArray([.. vocabulary.Tokens.Select((token, id) => new JsonArray(token, vocabulary.Scores[id]))]),
            ["byte_fallback"] = false,
        },
    };

    private JsonObject Ids() => new(vocabulary.Tokens.Select((token, id) => KeyValuePair.Create<string, JsonNode?>(token, id)));

    // A byte-level token has no blank, so that one can stand between two.
    private IEnumerable<string> Merges() => vocabulary.Merges.Select(m => $"{vocabulary.Tokens[m.Left]} {vocabulary.Tokens[m.Right]}");

    private JsonObject Config()
    {
        var added = new JsonObject();
        foreach (AddedToken token in AddedTokens()) added[IdOf(token.Content).ToString(System.Globalization.CultureInfo.InvariantCulture)] = Describe(token, withId: false);
        var config = new JsonObject { ["tokenizer_class"] = style.Class, ["added_tokens_decoder"] = added, ["clean_up_tokenization_spaces"] = false };
        if (style.Kind == VocabularyKind.BytePairs) config["add_prefix_space"] = false;
        else config["do_lower_case"] = style.IsLowerCase;
        if (style.LastTokens.Length > 0) config["extra_ids"] = style.LastTokens.Length;
        string[] more = [.. moreSpecialTokens.Concat(style.LastTokens).Distinct()];
        if (more.Length > 0) config["additional_special_tokens"] = new JsonArray([.. more.Select(t => JsonValue.Create(t))]);
        foreach ((string member, string token) in style.Parts) config[member] = token;
        return config;
    }

    private int IdOf(string token) => vocabulary.Tokens.IndexOf(token);
}
