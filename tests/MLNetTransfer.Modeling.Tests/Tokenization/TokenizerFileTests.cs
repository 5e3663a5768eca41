using System.Text;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Reading and writing a tokenizer's files, good and bad.</summary>
public sealed class TokenizerFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WhatIsSavedIsReadBackByteForByte()
    {
        Dictionary<string, byte[]> files = Tiny.Files(("tokenizer_config.json", """{"do_lower_case": false}"""), ("special_tokens_map.json", """{"additional_special_tokens": ["a"]}"""));
        TextTokenizer tokenizer = TextTokenizer.Load(files);
        tokenizer.Save(Path.Combine(_folder, "new"));
        TextTokenizer again = TextTokenizer.Load(Path.Combine(_folder, "new"));
        Assert.Equal(files.OrderBy(f => f.Key), again.Files.OrderBy(f => f.Key));
        Assert.Equal(tokenizer.Encode("a A unaffable").Ids, again.Encode("a A unaffable").Ids);
    }

    [Fact]
    public void TokenizerJsonGoesBeforeTheVocabulary()
    {
        Dictionary<string, byte[]> files = Tiny.Json(("normalizer", "null"));
        files["vocab.txt"] = "nothing of use"u8.ToArray();
        foreach ((string name, byte[] content) in files) File.WriteAllBytes(Path.Combine(_folder, name), content);
        TextTokenizer tokenizer = TextTokenizer.Load(_folder);
        Assert.Equal(["tokenizer.json"], tokenizer.Files.Keys);
        Assert.Equal([8, 1], tokenizer.Encode("a A").Ids);
    }

    [Fact]
    public void SettingsBesideAVocabularyCount()
    {
        TextTokenizer cased = TextTokenizer.Load(Tiny.Files(("tokenizer_config.json", """{"do_lower_case": false, "tokenizer_class": "BertTokenizerFast"}""")));
        Assert.Equal([8, 1], cased.Encode("a A").Ids);
        TextTokenizer added = TextTokenizer.Load(Tiny.Files(("added_tokens.json", """{"<y>": 19, "<x>": 18}""")));
        Assert.Equal([18, 8, 19], added.Encode("<x>a<Y>").Ids);
        Assert.Equal(20, added.VocabularySize);
        TextTokenizer named = TextTokenizer.Load(Tiny.Files(("special_tokens_map.json", """{"cls_token": "a", "sep_token": {"content": "b"}, "pad_token": "c"}""")));
        Assert.Equal((8, 9, 10), (named.Special.ClsId, named.Special.SepId, named.Special.PadId));
        Assert.Equal([8, 11, 9], new RowTokenizer(named, new TruncationOptions()).Tokenize("d").TokenIds);
    }

    [Fact]
    public void LineEndsAndByteOrderMarkDoNotMatter()
    {
        byte[] vocabulary = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(string.Join("\r\n", Tiny.Tokens))];
        Assert.Equal(Tiny.Create().Encode("unaffable!").Ids, TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = vocabulary }).Encode("unaffable!").Ids);
    }

    [Fact]
    public void MissingFilesAreNamed()
    {
        Assert.Contains(_folder, Assert.Throws<FileNotFoundException>(() => TextTokenizer.Load(_folder)).Message);
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => TextTokenizer.Load(Path.Combine(_folder, "nowhere"))).Message);
        Assert.Contains("vocab.txt", Assert.Throws<FileNotFoundException>(() => TextTokenizer.Load(new Dictionary<string, byte[]> { ["merges.txt"] = [] })).Message);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("[PAD]\n[CLS]\n[SEP]\na\n", "'[UNK]' is missing")]
    [InlineData("[PAD]\n[UNK]\n[SEP]\na\n", "'[CLS]' is missing")]
    [InlineData("[UNK]\n[CLS]\n[SEP]\na\nb\na\n", "line 6 has the token 'a', which line 4 already has")]
    public void ABadVocabularyIsRefused(string vocabulary, string message)
        => Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = Encoding.UTF8.GetBytes(vocabulary) })).Message);

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        byte[] vocabulary = [.. Tiny.Vocabulary, 0xC3, 0x28, (byte)'\n'];
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = vocabulary })).Message);
        Assert.Contains("JSON", Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(new Dictionary<string, byte[]> { ["tokenizer.json"] = vocabulary })).Message);
    }

    [Fact]
    public void AHugeFileIsRefusedUnread()
    {
        using (FileStream file = File.Create(Path.Combine(_folder, "tokenizer.json"))) file.SetLength(300L << 20);
        Assert.Contains("bytes", Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(_folder)).Message);
    }

    [Theory]
    [InlineData("normalizer", """{"type": "Nonesuch"}""", "normalizer is of the type Nonesuch", "BertNormalizer")]
    [InlineData("normalizer", """{"type": "Sequence", "normalizers": [{"type": "BertNormalizer"}, {"type": "Nonesuch"}]}""", "normalizer.normalizers[1] is of the type Nonesuch", "BertNormalizer")]
    [InlineData("pre_tokenizer", """{"type": "Nonesuch"}""", "pre_tokenizer is of the type Nonesuch", "BertPreTokenizer")]
    [InlineData("model", """{"type": "Nonesuch"}""", "model is of the type Nonesuch", "WordPiece")]
    [InlineData("post_processor", """{"type": "Nonesuch"}""", "post_processor is of the type Nonesuch", "BertProcessing")]
    [InlineData("decoder", """{"type": "Nonesuch"}""", "decoder is of the type Nonesuch", "WordPiece")]
    public void AnUnsupportedPartIsNamedWithTheSupportedOnes(string member, string json, string found, string supported)
    {
        string message = Assert.Throws<NotSupportedException>(() => TextTokenizer.Load(Tiny.Json((member, json)))).Message;
        Assert.Contains(found, message);
        Assert.Contains(supported, message);
    }

    [Theory]
    [InlineData("model", "null", "model")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"a": 0}}""", "'[UNK]'")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"[UNK]": 0, "a": 1, "b": 1}}""", "has the id 1")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"[UNK]": 0, "a": 1, "a": 2}}""", "twice")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"[UNK]": 0, "a": -1}}""", "model.vocab['a']")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"[UNK]": 0, "a": 2000000000}}""", "model.vocab['a']")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"[UNK]": 0, "\ud800": 1}}""", "Unicode")]
    [InlineData("normalizer", """{"type": "BertNormalizer", "lowercase": "yes"}""", "normalizer.lowercase")]
    [InlineData("added_tokens", """[{"id": 3}]""", "added_tokens[0].content")]
    [InlineData("added_tokens", """{"a": 1}""", "added_tokens")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [], "pair": [], "special_tokens": {}}""", "post_processor.single")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[X]", "type_id": 0}}], "pair": [], "special_tokens": {}}""", "'[X]'")]
    [InlineData("post_processor", """{"type": "BertProcessing", "sep": ["[SEP]"], "cls": ["[CLS]", 2]}""", "post_processor.sep")]
    public void ADamagedTokenizerJsonIsRefusedByPlace(string member, string json, string place)
        => Assert.Contains(place, Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(Tiny.Json((member, json)))).Message);

    [Theory]
    [InlineData("tokenizer_config.json", """{"do_lower_case": 1}""")]
    [InlineData("tokenizer_config.json", "[]")]
    [InlineData("special_tokens_map.json", "{")]
    [InlineData("added_tokens.json", """{"x": "y"}""")]
    public void ADamagedSideFileIsNamed(string name, string content)
        => Assert.Contains(name, Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(Tiny.Files((name, content)))).Message);

    [Theory]
    [InlineData("byte-level-split")]
    [InlineData("bpe-some-bytes")]
    [InlineData("metaspace-first-words")]
    [InlineData("normalizer-chained")]
    [InlineData("added-tokens")]
    [InlineData("regex-07")]
    public void AMutatedTokenizerJsonIsReadOrRefused(string name)
    {
        byte[] json = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "tokenizers", name, "tokenizer.json"));
        const string Signs = " 0123456789-{}[]\\\",:ntfe(*+?|";
        var random = new Random(5);
        // Settings stand at the file's ends, the vocabulary between.
        int Place() => random.Next(3) == 0 ? random.Next(json.Length) : random.Next(2) == 0 ? random.Next(Math.Min(900, json.Length)) : json.Length - 1 - random.Next(Math.Min(900, json.Length));
        for (int i = 0; i < 400; i++)
        {
            byte[] mutated = [.. json];
            for (int n = random.Next(1, 4); n > 0; n--) mutated[Place()] = (byte)(random.Next(2) == 0 ? random.Next(256) : Signs[random.Next(Signs.Length)]);
            if (random.Next(10) == 0) mutated = mutated[..random.Next(mutated.Length)];
            try
            {
                TextTokenizer tokenizer = TextTokenizer.Load(new Dictionary<string, byte[]> { ["tokenizer.json"] = mutated });
                EncodedText encoded = tokenizer.Encode("The the  12 ABab é漢😀 <r>x, ▁the\n");
                Assert.All(encoded.Offsets, o => Assert.InRange(o.End, o.Start, 40));
                tokenizer.Decode(encoded.Ids, skipSpecialTokens: true);
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException)
            {
                Assert.Contains("tokenizer", e.Message);
            }
        }
    }

    [Fact]
    public void AnotherKindOfTokenizerWithAVocabularyIsRefused()
        => Assert.Contains("MPNetTokenizer", Assert.Throws<NotSupportedException>(() => TextTokenizer.Load(Tiny.Files(("tokenizer_config.json", """{"tokenizer_class": "MPNetTokenizer"}""")))).Message);
}
