using System.Globalization;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>The classes of tokenizers with a SentencePiece model, by their names in transformers; a line each.</summary>
internal static class SentencePieceConventions
{
    private const string StripRight = """{"type": "Strip", "strip_left": false, "strip_right": true}""";
    private const string StripBoth = """{"type": "Strip", "strip_left": true, "strip_right": true}""";
    private const string BlanksToMetaspace = """{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}""";
    private const string BlanksToBlank = """{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}""";
    private const string Lowercase = """{"type": "Lowercase"}""";
    private const string WhitespaceSplit = """{"type": "WhitespaceSplit"}""";

    /// <summary>By what the rule takes the scores of pieces such as <c>3,</c> down.</summary>
    private const double NumberWithComma = 100;

    private static readonly string[] _languages =
    [
        "ar_AR", "cs_CZ", "de_DE", "en_XX", "es_XX", "et_EE", "fi_FI", "fr_XX", "gu_IN", "hi_IN", "it_IT", "ja_XX", "kk_KZ", "ko_KR", "lt_LT", "lv_LV", "my_MM", "ne_NP", "nl_XX", "ro_RO",
        "ru_RU", "si_LK", "tr_TR", "vi_VN", "zh_CN",
    ];

    private static readonly (string Member, AddedToken Token)[] _fairseqTokens =
        [Part("bos_token", "<s>"), Part("pad_token", "<pad>"), Part("eos_token", "</s>"), Part("unk_token", "<unk>"), Part("mask_token", "<mask>", stripLeft: true), Part("cls_token", "<s>"), Part("sep_token", "</s>")];

    private static readonly (string Member, AddedToken Token)[] _bertTokens =
        [Part("cls_token", "[CLS]"), Part("sep_token", "[SEP]"), Part("unk_token", "<unk>"), Part("pad_token", "<pad>"), Part("mask_token", "[MASK]", stripLeft: true)];

    private static readonly SortedDictionary<string, SentencePieceConvention> _all = new(StringComparer.Ordinal)
    {
        ["AlbertTokenizer"] = new()
        {
            ModelTypes = ["albert"],
            Vocabulary = PiecesWithoutNumbers,
            AddsSymbols = false,
            Tokens = _bertTokens,
            Normalizers = s => OldBert(s, lowerCase: true),
            PreTokenizers = Words,
            Single = "[CLS] $A [SEP]",
            Pair = "[CLS] $A [SEP] $B:1 [SEP]:1",
        },
        ["CamembertTokenizer"] = new()
        {
            ModelTypes = ["camembert"],
            Vocabulary = (model, _) => [("<s>NOTUSED", 0), ("<pad>", 0), ("</s>NOTUSED", 0), ("<unk>", 0), ("<unk>NOTUSED", -100), .. Pieces(model, from: 1), ("<mask>", 0)],
            UnknownId = 3,
            Tokens = _fairseqTokens,
            MoreTokens = _ => ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"],
            Normalizers = Plain,
            Single = "<s> $A </s>",
            Pair = "<s> $A </s> </s> $B </s>",
        },
        ["DebertaV2Tokenizer"] = new()
        {
            ModelTypes = ["deberta-v2"],
            Tokens = [Part("cls_token", "[CLS]"), Part("sep_token", "[SEP]"), Part("unk_token", SentencePieceConvention.ModelsUnknown), Part("pad_token", "[PAD]"), Part("mask_token", "[MASK]")],
            Normalizers = s => [.. s.LowerCase == true ? [Lowercase] : Array.Empty<string>(), StripBoth, SentencePieceConvention.CharacterMap, BlanksToBlank],
            PreTokenizers = s => [.. s.SplitByPunctuation ? ["""{"type": "Punctuation", "behavior": "Isolated"}"""] : Array.Empty<string>(), SentencePieceConvention.Metaspace(s)],
            Single = "[CLS] $A [SEP]",
            Pair = "[CLS] $A [SEP] $B:1 [SEP]:1",
        },
        ["LlamaTokenizer"] = new()
        {
            ModelTypes = ["llama"],
            UnknownId = 0,
            ByteFallback = true,
            Tokens = [Part("unk_token", "<unk>"), Part("bos_token", "<s>"), Part("eos_token", "</s>")],
            Normalizers = s => !s.Legacy ? [] : [.. s.AddPrefixSpace != false ? ["""{"type": "Prepend", "prepend": "▁"}"""] : Array.Empty<string>(), """{"type": "Replace", "pattern": {"String": " "}, "content": "▁"}"""],
            PreTokenizers = s => s.Legacy ? [] : [SentencePieceConvention.Metaspace(s.AddPrefixSpace != false ? "first" : "never", split: false)],
            Decoder = s => $$"""
                {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}{{(s.AddPrefixSpace != false ? """, {"type": "Strip", "content": " ", "start": 1, "stop": 0}""" : string.Empty)}}]}
                """,
            Single = "<s> $A",
            Pair = "<s> $A <s>:1 $B:1",
        },
        ["MBartTokenizer"] = new()
        {
            ModelTypes = ["mbart"],
            Vocabulary = (model, _) => Fairseq(model, _languages),
            UnknownId = 3,
            Tokens = _fairseqTokens,
            MoreTokens = _ => _languages,
            Normalizers = Plain,
            Single = "$A </s> en_XX",
            Pair = "$A $B </s> en_XX",
        },
        ["ReformerTokenizer"] = new()
        {
            ModelTypes = ["reformer"],
            AddsSymbols = false,
            Tokens = [Part("eos_token", "</s>"), Part("unk_token", "<unk>")],
            Normalizers = Plain,
        },
        ["T5Tokenizer"] = new()
        {
            ModelTypes = ["t5", "mt5", "umt5"],
            Vocabulary = (model, s) => [.. Pieces(model, from: 0), .. ExtraIds(s).Select(t => (t, 0d))],
            Tokens = [Part("eos_token", "</s>"), Part("unk_token", "<unk>"), Part("pad_token", "<pad>")],
            MoreTokens = ExtraIds,
            Normalizers = Plain,
            Single = "$A </s>",
            Pair = "$A </s> $B </s>",
        },
        ["XLMRobertaTokenizer"] = new()
        {
            ModelTypes = ["xlm-roberta", "xlm-roberta-xl"],
            Vocabulary = (model, _) => Fairseq(model, []),
            UnknownId = 3,
            Tokens = _fairseqTokens,
            Normalizers = Plain,
            Single = "<s> $A </s>",
            Pair = "<s> $A </s> </s> $B </s>",
        },
        ["XLNetTokenizer"] = new()
        {
            ModelTypes = ["xlnet"],
            Vocabulary = PiecesWithoutNumbers,
            AddsSymbols = false,
            Tokens = [Part("unk_token", "<unk>"), Part("bos_token", "<s>"), Part("eos_token", "</s>"), Part("cls_token", "<cls>"), Part("sep_token", "<sep>"), Part("pad_token", "<pad>"), Part("mask_token", "<mask>", stripLeft: true)],
            MoreTokens = _ => ["<eod>", "<eop>"],
            Normalizers = s => OldBert(s, lowerCase: false),
            PreTokenizers = Words,
            Single = "$A <sep> <cls>:2",
            Pair = "$A <sep> $B:1 <sep>:1 <cls>:2",
        },
    };

    /// <summary>The names of the classes.</summary>
    public static IEnumerable<string> Classes => _all.Keys;

    /// <summary>What a class does; null where it is not supported.</summary>
    public static SentencePieceConvention? Of(string name) => _all.GetValueOrDefault(name);

    /// <summary>The class of the tokenizers of a model type; null where it is unknown.</summary>
    public static string? ClassOf(string modelType) => _all.FirstOrDefault(c => c.Value.ModelTypes.Contains(modelType)).Key;

    private static (string Member, AddedToken Token) Part(string member, string content, bool stripLeft = false) => (member, AddedToken.SpecialToken(content) with { StripLeft = stripLeft });

    private static string[] Plain(TokenizerSettings settings) => [SentencePieceConvention.CharacterMap, StripRight, BlanksToMetaspace];

    private static string[] Words(TokenizerSettings settings) => [WhitespaceSplit, SentencePieceConvention.Metaspace(settings)];

    private static string[] OldBert(TokenizerSettings settings, bool lowerCase) =>
    [
        """{"type": "Replace", "pattern": {"String": "``"}, "content": "\""}""",
        """{"type": "Replace", "pattern": {"String": "''"}, "content": "\""}""",
        .. settings.KeepAccents ? Array.Empty<string>() : ["""{"type": "NFKD"}""", """{"type": "StripAccents"}"""],
        .. settings.LowerCase ?? lowerCase ? [Lowercase] : Array.Empty<string>(),
        SentencePieceConvention.CharacterMap,
    ];

    private static IEnumerable<(string Text, double Score)> Pieces(SentencePieceFile model, int from) => model.Pieces.Skip(from).Select(p => (p.Text, (double)p.Score));

    private static IEnumerable<(string Text, double Score)> Fairseq(SentencePieceFile model, string[] more)
        => [("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0), .. Pieces(model, from: 3), .. more.Select(t => (t, 0d)), ("<mask>", 0)];

    private static IEnumerable<(string Text, double Score)> PiecesWithoutNumbers(SentencePieceFile model, TokenizerSettings settings)
        => Pieces(model, from: 0).Select(p => EndsInNumberAndComma(p.Text) ? (p.Text, p.Score - NumberWithComma) : p);

    private static bool EndsInNumberAndComma(string piece)
        => piece.EndsWith(',') && Rune.DecodeLastFromUtf16(piece.AsSpan(0, piece.Length - 1), out Rune last, out _) == System.Buffers.OperationStatus.Done && CharUnicodeInfo.GetDigitValue(last.ToString(), 0) >= 0;

    private static IEnumerable<string> ExtraIds(TokenizerSettings settings) => Enumerable.Range(0, settings.ExtraIds).Reverse().Select(i => $"<extra_id_{i}>");
}
