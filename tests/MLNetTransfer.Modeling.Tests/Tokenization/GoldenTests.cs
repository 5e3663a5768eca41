using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Small tokenizers against what Hugging Face's library was recorded to make of random texts (eng/tokenizer-goldens). MLNETTRANSFER_TOKENIZER_GOLDENS names a folder of other, larger recordings.</summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static string Root => Environment.GetEnvironmentVariable("MLNETTRANSFER_TOKENIZER_GOLDENS") is { Length: > 0 } other ? other : Path.Combine(AppContext.BaseDirectory, "Goldens", "tokenizers");

    public static TheoryData<string> Cases => [.. Names];

    public static TheoryData<string> SentencePieceCases => [.. Names.Where(name => Directory.GetFiles(Path.Combine(Root, name), "*.model").Length > 0)];

    private static IEnumerable<string> Names => Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)!).Order();

    [Theory]
    [MemberData(nameof(Cases))]
    public void IdsAndOffsetsAreTheSame(string name)
    {
        TextTokenizer tokenizer = TextTokenizer.Load(Path.Combine(Root, name));
        AssertTexts(tokenizer, Read(name));
    }

    [Fact]
    public void AVocabularyInTextIsAsGoodAsTokenizerJson()
    {
        byte[] vocabulary = File.ReadAllBytes(Path.Combine(Root, "uncased", "vocab.txt"));
        AssertTexts(TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = vocabulary }), Read("uncased"));
        AssertTexts(TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = vocabulary, ["tokenizer_config.json"] = "{\"do_lower_case\": false}"u8.ToArray() }), Read("cased"));
        AssertTexts(TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = vocabulary, ["tokenizer_config.json"] = "{\"strip_accents\": false}"u8.ToArray() }), Read("lower-case-with-accents"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PairsAndTruncationAreTheSame(string name) => AssertPairs(TextTokenizer.Load(Path.Combine(Root, name)), Read(name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void DecodedTextIsTheSame(string name) => AssertDecoded(TextTokenizer.Load(Path.Combine(Root, name)), Read(name));

    [Theory]
    [MemberData(nameof(SentencePieceCases))]
    public void ASentencePieceModelIsAsGoodAsTokenizerJson(string name)
    {
        TextTokenizer tokenizer = TextTokenizer.Load(Directory.GetFiles(Path.Combine(Root, name)).Where(f => Path.GetFileName(f) is not ("tokenizer.json" or "golden.json")).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes));
        TextTokenizer converted = TextTokenizer.Load(Path.Combine(Root, name));
        AssertTexts(tokenizer, Read(name));
        AssertPairs(tokenizer, Read(name));
        AssertDecoded(tokenizer, Read(name));
        Assert.Equal(converted.VocabularySize, tokenizer.VocabularySize);
        Assert.All(Enumerable.Range(0, converted.VocabularySize), id => Assert.Equal(converted.TokenOf(id), tokenizer.TokenOf(id)));
    }

    private static void AssertTexts(TextTokenizer tokenizer, Golden golden)
    {
        Assert.NotEmpty(golden.Texts);
        for (int i = 0; i < golden.Texts.Length; i++)
        {
            string text = golden.Texts[i].Original;
            EncodedText encoded = tokenizer.Encode(text);
            string place = $"text {i}: {HuggingFacePeer.Text(text)}";
            Assert.Equal($"{place}\n{string.Join(" ", golden.Texts[i].Ids)}", $"{place}\n{string.Join(" ", encoded.Ids)}");
            Assert.Equal($"{place}\n{string.Join(" ", golden.Texts[i].Offsets)}", $"{place}\n{string.Join(" ", encoded.Offsets.Select(o => $"{o.Start} {o.End}"))}");
        }
    }

    private static void AssertPairs(TextTokenizer tokenizer, Golden golden)
    {
        foreach (GoldenPair pair in golden.Pairs)
        {
            var rows = new RowTokenizer(tokenizer, new TruncationOptions { MaxTokens = pair.Max, Strategy = pair.Side == "left" ? TextTruncation.Tail : TextTruncation.Head });
            TokenRow row = rows.Tokenize(pair.First, pair.Second);
            Assert.Equal(pair.Ids, row.TokenIds);
            Assert.Equal(pair.Types, row.TokenTypeIds ?? new int[row.Length]);
        }
    }

    private static void AssertDecoded(TextTokenizer tokenizer, Golden golden)
        => Assert.All(golden.Decoded, decoded =>
        {
            Assert.Equal(decoded.All, tokenizer.Decode(decoded.Ids));
            Assert.Equal(decoded.Plain, tokenizer.Decode(decoded.Ids, skipSpecialTokens: true));
        });

    private static Golden Read(string name) => JsonSerializer.Deserialize<Golden>(File.ReadAllBytes(Path.Combine(Root, name, "golden.json")), _options)!;

    private sealed record Golden(GoldenText[] Texts, GoldenPair[] Pairs, GoldenDecoded[] Decoded);

    private sealed record GoldenText(string Text, int[]? Half, int[] Ids, int[] Offsets)
    {
        public string Original
        {
            get
            {
                char[] chars = Text.ToCharArray();
                foreach (int at in Half ?? []) chars[at] = '\uD800';
                return new string(chars);
            }
        }
    }

    private sealed record GoldenPair(string First, string? Second, int Max, string Side, int[] Ids, int[] Types);

    private sealed record GoldenDecoded(int[] Ids, string All, string Plain);
}
