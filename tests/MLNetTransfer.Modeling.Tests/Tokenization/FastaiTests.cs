using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Tokenization.Fastai;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>fastai's rules against fastai itself, and its words by spaCy's documented examples.</summary>
public sealed class FastaiTests
{
    [Fact]
    public void TheRulesAreFastais()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "fastai-text", "golden.json")));
        JsonElement root = golden.RootElement;
        Assert.Equal(root.GetProperty("special_tokens").EnumerateArray().Select(t => t.GetString()), FastaiRules.SpecialTokens);
        string[] texts = [.. root.GetProperty("settings").GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        JsonElement results = root.GetProperty("texts");
        Assert.Equal(64, texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            JsonElement each = results[i].GetProperty("each");
            for (int rule = 0; rule < FastaiRules.All.Length; rule++)
                Assert.Equal($"{i}.{rule}: {each[rule].GetString() ?? texts[i]}", $"{i}.{rule}: {Apply(texts[i], FastaiRules.All[rule])}");
            Assert.Equal(results[i].GetProperty("all").GetString(), Apply(texts[i], FastaiRules.All));
            Assert.Equal(results[i].GetProperty("tokens").EnumerateArray().Select(t => t.GetString()), Apply(texts[i], FastaiRules.All).Split(' '));
        }
    }

    [Theory]
    [InlineData("let's go to n.y.!", "let 's go to n.y . !")]
    [InlineData("i don't think we'd've said \"no\", ma'am.", "i do n't think we 'd 've said \" no \" , ma'am .")]
    [InlineData("(well-known) e.g. this... 10km at 8am for $5!!", "( well - known ) e.g. this ... 10 km at 8 am for $ 5 ! !")]
    [InlineData("mail me@example.org or www.example.org, :-) ok", "mail me@example.org or www.example.org , :-) ok")]
    [InlineData("a \n\nb\tc  d", "a \n\n b \t c   d")]
    [InlineData("cannot, won’t; dogs' bones", "can not , wo n’t ; dogs ' bones")]
    [InlineData("'quoted' 😀👍 3-4 and 1,000.50 x:y", "' quoted ' 😀 👍 3 - 4 and 1,000.50 x : y")]
    public void WordsAreSpacys(string text, string words)
    {
        var split = new SplitText();
        var aligned = new AlignedText();
        aligned.Load(text, 0, text.Length);
        split.Load(aligned, 0, aligned.Length);
        new EnglishWords().Split(split);
        Assert.Equal(words, string.Join(' ', split.Pieces.Select(p => text[p.Start..p.End])));
    }

    [Fact]
    public void AVocabularyMakesATokenizer()
    {
        string[] itos = [.. FastaiRules.SpecialTokens, ".", "film", "great", "a", "3", "n't", "do", "\n▁\n▁", "xxfake", "xxfake"];
        TextTokenizer tokenizer = TextTokenizer.Load(new Dictionary<string, byte[]> { ["itos.json"] = JsonSerializer.SerializeToUtf8Bytes(itos) });
        const string Text = "A GREAT film... Don't <br /> <br />aaa.";
        EncodedText encoded = tokenizer.Encode(Text);
        Assert.Equal("xxbos a xxup great film xxunk xxmaj do n't \n▁\n▁ xxrep 3 a .", string.Join(' ', encoded.Ids.Select(tokenizer.TokenOf)));
        Assert.Equal(["", "A", "GREAT", "GREAT", "film", "...", "Don't", "Do", "n't", "<br /> <br />aaa", "aaa", "aaa", "aaa", "."], encoded.Offsets.Select(o => Text[o.Start..o.End]));
        Assert.Equal((0, 1, 2), (tokenizer.Special.UnknownId, tokenizer.Special.PadId, tokenizer.IdOf("xxbos")));
        Assert.Equal("xxbos a film", tokenizer.Decode([2, 12, 10]));
        Assert.Equal(encoded.Ids, TextTokenizer.Load(tokenizer.Files).Encode(Text).Ids);
    }

    [Fact]
    public void ALongRunOfSignsTakesLinearTime()
    {
        TextTokenizer tokenizer = TextTokenizer.Load(new Dictionary<string, byte[]> { ["itos.json"] = """["xxunk", "xxpad"]"""u8.ToArray() });
        foreach (string sign in (string[])["()", "a-", "(a", "&a", "a. "])
            Assert.NotEmpty(tokenizer.Encode(string.Concat(Enumerable.Repeat(sign, 40_000))).Ids);
    }

    [Theory]
    [InlineData("{}", "array")]
    [InlineData("[1]", "[0]")]
    [InlineData("[\"a\"]", "xxunk")]
    [InlineData("[\"\\ud800\"]", "Unicode")]
    [InlineData("[", "JSON")]
    public void ABadVocabularyIsRefused(string json, string what)
        => Assert.Contains(what, Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(new Dictionary<string, byte[]> { ["itos.json"] = System.Text.Encoding.UTF8.GetBytes(json) })).Message);

    private static string Apply(string text, params TextNormalizer[] rules)
    {
        AlignedText from = new(), spare = new();
        from.Load(text, 0, text.Length);
        foreach (TextNormalizer rule in rules) rule.Normalize(ref from, ref spare);
        return from.Chars.ToString();
    }
}
