using System.Text;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Decoders;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads the older files of byte-pair encodings, a vocabulary and its merges, as transformers converts them where there is no tokenizer.json.</summary>
internal static class BytePairFiles
{
    private const string Gpt2 = "GPT2Tokenizer", Roberta = "RobertaTokenizer", OpenAiGpt = "OpenAIGPTTokenizer";

    /// <summary>What the two files are called.</summary>
    private static readonly (string Vocabulary, string Merges)[] _pairs = [("vocab.json", "merges.txt"), ("encoder_bpe_40000.json", "vocab_40000.bpe")];

    /// <summary>Classes of transformers that read the files alike, by which.</summary>
    private static readonly SortedDictionary<string, string> _classes = new(StringComparer.Ordinal)
    {
        ["BartTokenizer"] = Roberta,
        ["GPT2Tokenizer"] = Gpt2,
        ["LongformerTokenizer"] = Roberta,
        ["OpenAIGPTTokenizer"] = OpenAiGpt,
        ["RobertaTokenizer"] = Roberta,
    };

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<string> Names => _pairs.SelectMany(p => new[] { p.Vocabulary, p.Merges });

    /// <summary>Reads the tokenizer; null where there are no such files.</summary>
    public static TokenizerParts? Read(IReadOnlyDictionary<string, byte[]> files, Func<string, string> place)
    {
        (string vocabularyName, string mergesName) = _pairs.FirstOrDefault(p => files.ContainsKey(p.Vocabulary) && files.ContainsKey(p.Merges));
        if (vocabularyName is null) return null;
        using JsonDocument document = JsonFile.Parse(files[vocabularyName], place(vocabularyName));
        string?[] tokens = VocabularyReader.Read(new JsonPart(document.RootElement, "the file", place(vocabularyName)));
        var settings = new TokenizerSettings(files, place);
        string kind = settings.Class is null ? KindOf(tokens) : _classes.GetValueOrDefault(settings.Class)
            ?? throw new NotSupportedException($"{place(TokenizerFiles.Config)}: a {settings.Class} cannot be read from {vocabularyName} and {mergesName}; supported from there: {string.Join(", ", _classes.Keys)}. Save the tokenizer in the form of {TokenizerFiles.TokenizerJson}.");
        IEnumerable<(string, string)> merges = ReadMerges(files[mergesName], place(mergesName));
        BpeModel Model(BpeOptions options) => BpeReader.Make(tokens, merges, options, place(mergesName), "merges");

        return kind switch
        {
            OpenAiGpt => MakeOpenAiGpt(Model, settings),
            Roberta => MakeRoberta(Model, settings, place(vocabularyName)),
            _ => MakeGpt2(Model, settings),
        };
    }

    // Where nothing says, the vocabulary tells: only GPT's marks the ends of words, and only RoBERTa's has a token to hide others.
    private static string KindOf(string?[] tokens)
        => Array.Exists(tokens, t => t is { Length: > 4 } && t.EndsWith("</w>", StringComparison.Ordinal)) ? OpenAiGpt : Array.IndexOf(tokens, "<mask>") >= 0 ? Roberta : Gpt2;

    private static TokenizerParts MakeGpt2(Func<BpeOptions, BpeModel> model, TokenizerSettings settings)
    {
        AddedToken[] named = Named(settings, ("bos_token", "<|endoftext|>"), ("eos_token", "<|endoftext|>"), ("unk_token", "<|endoftext|>"), ("pad_token", string.Empty));
        return new TokenizerParts
        {
            Normalizer = null,
            PreTokenizer = new ByteLevelPreTokenizer(settings.AddPrefixSpace == true, useRegex: true),
            Model = model(new BpeOptions()),
            Rows = new RowRules(RowTemplate.Plain),
            Decoder = new ByteLevelDecoder(),
            AddedTokens = [.. named, .. settings.Additional],
            SpecialNames = new SpecialTokenNames(named[2].Content, named[3].Content),
        };
    }

    private static TokenizerParts MakeRoberta(Func<BpeOptions, BpeModel> model, TokenizerSettings settings, string file)
    {
        AddedToken[] named = Named(settings, ("bos_token", "<s>"), ("pad_token", "<pad>"), ("eos_token", "</s>"), ("unk_token", "<unk>"), ("mask_token", "<mask>"), ("cls_token", "<s>"), ("sep_token", "</s>"));
        named[4] = named[4] with { StripLeft = true };
        BpeModel tokens = model(new BpeOptions());
        int Id(AddedToken token) => tokens.IdOf(token.Content) ?? throw new InvalidDataException($"{file}: the token '{token.Content}' is missing, which such a tokenizer puts around texts.");

        return new TokenizerParts
        {
            Normalizer = null,
            PreTokenizer = new ByteLevelPreTokenizer(settings.AddPrefixSpace == true, useRegex: true),
            Model = tokens,
            Rows = new RowRules(RowTemplate.Roberta(Id(named[5]), Id(named[6])), new OffsetTrim(settings.AddPrefixSpace == true)),
            Decoder = new ByteLevelDecoder(),
            AddedTokens = [.. named, .. settings.Additional],
            SpecialNames = new SpecialTokenNames(named[3].Content, named[1].Content, named[5].Content, named[6].Content, named[4].Content),
        };
    }

    private static TokenizerParts MakeOpenAiGpt(Func<BpeOptions, BpeModel> model, TokenizerSettings settings)
    {
        AddedToken unknown = settings.Token("unk_token", AddedToken.SpecialToken("<unk>"));
        return new TokenizerParts
        {
            Normalizer = new BertNormalizer(cleanText: true, handleChineseCharacters: true, stripAccents: null, lowerCase: true),
            PreTokenizer = new BertPreTokenizer(),
            Model = model(new BpeOptions { UnknownToken = unknown.Content, WordSuffix = "</w>" }),
            Rows = new RowRules(RowTemplate.Plain),
            Decoder = new BpeDecoder("</w>"),
            AddedTokens = [unknown, .. settings.Additional],
            SpecialNames = new SpecialTokenNames(unknown.Content, settings.Token("pad_token", AddedToken.SpecialToken(string.Empty)).Content),
        };
    }

    private static AddedToken[] Named(TokenizerSettings settings, params (string Member, string Token)[] parts)
        => [.. parts.Select(p => settings.Token(p.Member, AddedToken.SpecialToken(p.Token) with { Normalized = true }))];

    private static IEnumerable<(string Left, string Right)> ReadMerges(byte[] content, string file)
    {
        string text;
        try
        {
            text = _strict.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{file} is no valid UTF-8 text: byte {e.Index:N0} is wrong. Is it a list of merges, and whole?", e);
        }

        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string merge = line.TrimEnd('\r');
            if (merge.Length == 0 || merge.StartsWith("#version", StringComparison.Ordinal)) continue;
            yield return BpeReader.ParseLine(merge) ?? throw new InvalidDataException($"{file}: line {number} must be two tokens with a blank between.");
        }
    }
}
