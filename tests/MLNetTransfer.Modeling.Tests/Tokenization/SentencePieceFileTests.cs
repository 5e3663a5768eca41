using System.Text;
using MLNetTransfer.Modeling.Tokenization;
using static MLNetTransfer.Modeling.Tests.Tokenization.SentencePieceWriter;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Which rules apply to a SentencePiece model, and what is wrong with a bad one.</summary>
public sealed class SentencePieceFileTests
{
    private static readonly byte[] _model = Model(1, 0, null, ("<unk>", 0, Unknown), ("<s>", 0, Control), ("</s>", 0, Control), ("▁a", -1, Normal), ("b", -2, Normal), ("▁", -3, Normal), ("ab", -4, Normal), ("<br>", 0, UserDefined));

    [Theory]
    [InlineData("spiece.model", """{"tokenizer_class": "XLMRobertaTokenizer"}""", null, "<s> <pad> </s> <unk>")]
    [InlineData("spiece.model", """{"tokenizer_class": "XLMRobertaTokenizerFast"}""", """{"model_type": "t5"}""", "<s> <pad> </s> <unk>")]
    [InlineData("spiece.model", "{}", """{"model_type": "camembert"}""", "<s>NOTUSED <pad> </s>NOTUSED <unk>")]
    [InlineData("spiece.model", null, """{"model_type": "xlm-roberta"}""", "<s> <pad> </s> <unk>")]
    [InlineData("spiece.model", null, """{"model_type": "unheard-of"}""", "<unk> <s> </s> ▁a")]
    [InlineData("spiece.model", null, null, "<unk> <s> </s> ▁a")]
    [InlineData("sentencepiece.bpe.model", null, null, "<s> <pad> </s> <unk>")]
    [InlineData("spm.model", null, null, "<unk> <s> </s> ▁a")]
    public void TheClassDecidesTheRules(string name, string? tokenizerConfig, string? config, string first)
    {
        var files = new Dictionary<string, byte[]> { [name] = _model };
        if (tokenizerConfig is not null) files["tokenizer_config.json"] = Encoding.UTF8.GetBytes(tokenizerConfig);
        if (config is not null) files["config.json"] = Encoding.UTF8.GetBytes(config);
        TextTokenizer tokenizer = TextTokenizer.Load(files);
        Assert.Equal(first, string.Join(' ', Enumerable.Range(0, 4).Select(tokenizer.TokenOf)));
        // Its own files say all that there is to say.
        Assert.DoesNotContain("config.json", tokenizer.Files.Keys);
        Assert.Equal(first, string.Join(' ', Enumerable.Range(0, 4).Select(TextTokenizer.Load(tokenizer.Files).TokenOf)));
    }

    [Fact]
    public void SettingsBesideTheModelCount()
    {
        TextTokenizer tokenizer = TextTokenizer.Load(new Dictionary<string, byte[]>
        {
            ["spiece.model"] = _model,
            ["tokenizer_config.json"] = """{"tokenizer_class": "T5Tokenizer", "extra_ids": 2, "pad_token": "<p>", "additional_special_tokens": ["<x>"], "added_tokens_decoder": {"13": {"content": "zz", "special": false}}}"""u8.ToArray(),
        });
        Assert.Equal(["<extra_id_1>", "<extra_id_0>", "<p>", "<x>", "zz"], Enumerable.Range(8, 5).Select(tokenizer.TokenOf));
        Assert.Equal(10, tokenizer.Special.PadId);
        Assert.Equal([12, 7, 3, 4], tokenizer.Encode("zz<br>ab").Ids);
        Assert.Equal("zz<br>ab", tokenizer.Decode([12, 7, 3, 4, 8], skipSpecialTokens: true).Replace(" ", string.Empty));
    }

    [Fact]
    public void AnUnsupportedClassIsNamedWithTheSupportedOnes()
    {
        string message = Assert.Throws<NotSupportedException>(() => Load(_model, """{"tokenizer_class": "PegasusTokenizer"}""")).Message;
        Assert.Contains("PegasusTokenizer", message);
        Assert.Contains("AlbertTokenizer, CamembertTokenizer", message);
    }

    [Fact]
    public void AnUnsupportedAlgorithmIsNamed()
        => Assert.Contains("algorithm 3", Assert.Throws<NotSupportedException>(() => Load(Model(3, 0, null, ("<unk>", 0, Unknown)))).Message);

    public static TheoryData<byte[], string> BadModels => new()
    {
        { [], "no pieces" },
        { [0x0A], "longer" },
        { [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "longer" },
        { [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "length" },
        { [0x0A, 0x05, 0x0A, 0x10], "longer" },
        { [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "number" },
        { [0x08, 0x01], "another kind" },
        { [0x4B], "unknown kind" },
        { Bytes(1, Bytes(1, [0xC3, 0x28])), "UTF-8" },
        { Bytes(1, Single(2, float.NaN)), "NaN" },
        { Model(1, 1, null, ("<unk>", 0, Unknown)), "unk_id" },
        { Model(1, -1, null, ("<unk>", 0, Unknown)), "unk_id" },
        { Model(1, 0, [1, 2, 3], ("<unk>", 0, Unknown), ("</s>", 0, Control)), "map of characters" },
    };

    [Theory]
    [MemberData(nameof(BadModels))]
    public void ADamagedModelIsRefused(byte[] content, string what)
    {
        string message = Assert.Throws<InvalidDataException>(() => Load(content)).Message;
        Assert.Contains("spiece.model", message);
        Assert.Contains(what, message);
    }

    private static TextTokenizer Load(byte[] model, string config = "{}") => TextTokenizer.Load(new Dictionary<string, byte[]> { ["spiece.model"] = model, ["tokenizer_config.json"] = Encoding.UTF8.GetBytes(config) });
}
