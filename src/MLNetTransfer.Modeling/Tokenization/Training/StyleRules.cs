using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>What a style of tokenizers has around its vocabulary, in the form of tokenizer.json.</summary>
internal sealed record StyleRules
{
    private const string ByteLevel = """{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}""";
    private const string Metaspace = """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}""";
    private const string OneBlank = """{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}""";
    private const string StripBoth = """{"type": "Strip", "strip_left": true, "strip_right": true}""";
    private const string Lowercase = """{"type": "Lowercase"}""";

    public required VocabularyKind Kind { get; init; }

    /// <summary>The tokenizer's class in transformers.</summary>
    public required string Class { get; init; }

    public string? Normalizer { get; init; }

    public required string PreTokenizer { get; init; }

    public required string Decoder { get; init; }

    /// <summary>The special tokens, which have the first ids.</summary>
    public required AddedToken[] Tokens { get; init; }

    /// <summary>Special tokens that have the last ids.</summary>
    public string[] LastTokens { get; init; } = [];

    /// <summary>Which token plays which part, by the member of tokenizer_config.json.</summary>
    public required (string Member, string Token)[] Parts { get; init; }

    /// <summary>A row with one text, such as <c>[CLS] $A [SEP]</c>, the token type behind a colon; null where nothing is put around texts.</summary>
    public string? Single { get; init; }

    /// <summary>A row with two.</summary>
    public string? Pair { get; init; }

    /// <summary>A post-processor of another form than that of a template.</summary>
    public string? PostProcessor { get; init; }

    /// <summary>The token for what is not in the vocabulary; null where everything is.</summary>
    public string? Unknown { get; init; }

    public bool IsLowerCase { get; init; }

    public static StyleRules Of(TokenizerStyle style, bool lowerCase) => style switch
    {
        TokenizerStyle.Bert => Bert(lowerCase),
        TokenizerStyle.Gpt2 => Gpt2(lowerCase),
        TokenizerStyle.Roberta => Roberta(lowerCase),
        TokenizerStyle.T5 => T5(lowerCase),
        _ => Albert(lowerCase),
    };

    /// <summary>A part in tokenizer.json's form, to be read as one of a file.</summary>
    public JsonPart Part(string place, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new JsonPart(document.RootElement.Clone(), place, Class);
    }

    private static StyleRules Bert(bool lowerCase) => new()
    {
        Kind = VocabularyKind.WordPiece,
        Class = "BertTokenizer",
        Normalizer = $$"""{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": {{(lowerCase ? "true" : "false")}}}""",
        PreTokenizer = """{"type": "BertPreTokenizer"}""",
        Decoder = """{"type": "WordPiece", "prefix": "##", "cleanup": true}""",
        Tokens = Special("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
        Parts = [("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]")],
        Single = "[CLS] $A [SEP]",
        Pair = "[CLS] $A [SEP] $B:1 [SEP]:1",
        Unknown = "[UNK]",
        IsLowerCase = lowerCase,
    };

    private static StyleRules Gpt2(bool lowerCase) => new()
    {
        Kind = VocabularyKind.BytePairs,
        Class = "GPT2Tokenizer",
        Normalizer = lowerCase ? Lowercase : null,
        PreTokenizer = ByteLevel,
        Decoder = ByteLevel,
        Tokens = Special("<|endoftext|>"),
        Parts = [("bos_token", "<|endoftext|>"), ("eos_token", "<|endoftext|>"), ("unk_token", "<|endoftext|>")],
        PostProcessor = """{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true}""",
        IsLowerCase = lowerCase,
    };

    private static StyleRules Roberta(bool lowerCase) => new()
    {
        Kind = VocabularyKind.BytePairs,
        Class = "RobertaTokenizer",
        Normalizer = lowerCase ? Lowercase : null,
        PreTokenizer = ByteLevel,
        Decoder = ByteLevel,
        Tokens = [.. Special("<s>", "<pad>", "</s>", "<unk>"), AddedToken.SpecialToken("<mask>") with { StripLeft = true }],
        Parts = [("bos_token", "<s>"), ("eos_token", "</s>"), ("unk_token", "<unk>"), ("sep_token", "</s>"), ("pad_token", "<pad>"), ("cls_token", "<s>"), ("mask_token", "<mask>")],
        PostProcessor = """{"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": true, "add_prefix_space": false}""",
        IsLowerCase = lowerCase,
    };

    private static StyleRules T5(bool lowerCase) => new()
    {
        Kind = VocabularyKind.Unigram,
        Class = "T5Tokenizer",
        Normalizer = Sequence("normalizers", ["""{"type": "Nmt"}""", """{"type": "NFKC"}""", .. lowerCase ? [Lowercase] : Array.Empty<string>(), StripBoth, OneBlank]),
        PreTokenizer = Metaspace,
        Decoder = Metaspace,
        Tokens = Special("<pad>", "</s>", "<unk>"),
        LastTokens = [.. Enumerable.Range(0, 100).Reverse().Select(i => $"<extra_id_{i}>")],
        Parts = [("eos_token", "</s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>")],
        Single = "$A </s>",
        Pair = "$A </s> $B </s>",
        Unknown = "<unk>",
        IsLowerCase = lowerCase,
    };

    private static StyleRules Albert(bool lowerCase) => new()
    {
        Kind = VocabularyKind.Unigram,
        Class = "AlbertTokenizer",
        Normalizer = Sequence(
            "normalizers",
            [
                """{"type": "Replace", "pattern": {"String": "``"}, "content": "\""}""", """{"type": "Replace", "pattern": {"String": "''"}, "content": "\""}""",
                """{"type": "Nmt"}""", """{"type": "NFKD"}""", """{"type": "StripAccents"}""", .. lowerCase ? [Lowercase] : Array.Empty<string>(), StripBoth, OneBlank,
            ]),
        PreTokenizer = Metaspace,
        Decoder = Metaspace,
        Tokens = [.. Special("<pad>", "<unk>", "[CLS]", "[SEP]"), AddedToken.SpecialToken("[MASK]") with { StripLeft = true }],
        Parts = [("bos_token", "[CLS]"), ("eos_token", "[SEP]"), ("unk_token", "<unk>"), ("sep_token", "[SEP]"), ("pad_token", "<pad>"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]")],
        Single = "[CLS] $A [SEP]",
        Pair = "[CLS] $A [SEP] $B:1 [SEP]:1",
        Unknown = "<unk>",
        IsLowerCase = lowerCase,
    };

    private static AddedToken[] Special(params string[] tokens) => [.. tokens.Select(AddedToken.SpecialToken)];

    private static string Sequence(string member, IEnumerable<string> parts) => $$"""{"type": "Sequence", "{{member}}": [{{string.Join(", ", parts)}}]}""";
}
