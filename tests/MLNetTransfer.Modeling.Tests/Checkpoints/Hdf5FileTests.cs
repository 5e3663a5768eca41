using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Checkpoints.Hdf5;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

/// <summary>ELMo's weights as h5py wrote them are those that were converted to safetensors.</summary>
public sealed class Hdf5FileTests
{
    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Goldens", "elmo", "allennlp");

    [Fact]
    public void The_publishers_files_are_the_converted_ones()
    {
        using var scope = torch.NewDisposeScope();
        using var published = Checkpoint.Open(Folder);
        using var converted = Checkpoint.Open(Path.Combine(AppContext.BaseDirectory, "Goldens", "elmo", "bilm"));
        Assert.Equal(converted.Tensors.Keys.Order(), published.Tensors.Keys.Order());
        foreach (var name in converted.Tensors.Keys) Compare.Close(name, converted.Read(name), published.Read(name), 0);
        var family = FamilyRegistry.Find(published.Config);
        var config = family.ReadConfig(published.Config);
        using var encoder = family.CreateEncoder(config, pooler: false);
        Assert.Empty(published.LoadInto(encoder, family.NamesOf(config)).Unexpected);
    }

    [Fact]
    public void Its_tokenizer_makes_rows_of_words_by_their_characters()
    {
        var tokenizer = TextTokenizer.Load(Folder);
        Assert.Equal(262, tokenizer.VocabularySize);
        var expected = new WordCharacterTokenizer();
        var rows = new RowTokenizer(tokenizer, new() { MaxTokens = 8 });
        Check(expected.Tokenize(["I", "do", "n't", "!"]), rows.Tokenize("I don't!"));
        Check(expected.Tokenize(["Do", "n't", "go", ",", "é", "\uFFFD"]), rows.Tokenize(" Don't  go, é \ud800 x"));
        Check(expected.Tokenize([]), rows.Tokenize(""));
        Assert.Equal([.. expected.Tokenize(["a"]).TokenIds, .. expected.Tokenize(["b", "c"]).TokenIds], rows.Tokenize("a", "b c").TokenIds);

        var tail = new RowTokenizer(tokenizer, new() { MaxTokens = 5, Strategy = TextTruncation.HeadAndTail, HeadTokens = 1 });
        Check(expected.Tokenize(["a", "d", "e"]), tail.Tokenize("a b c d e"));
        var windows = tail.TokenizeWindows("a b c d e", overlap: 1);
        Assert.Equal(2, windows.Length);
        Check(expected.Tokenize(["a", "b", "c"]), windows[0]);
        Check(expected.Tokenize(["c", "d", "e"]), windows[1]);

        var words = tokenizer.Encode("I don't!");
        Assert.Equal([new(0, 1), new(2, 4), new(4, 7), new(7, 8)], words.Offsets);
        Assert.Equal("I do n't !", tokenizer.Decode(words.Ids));
        Assert.Equal((4, 2), (tokenizer.CountTokens("I don't!"), tokenizer.EncodeToTokens("one two", out _).Count));
    }

    [Fact]
    public void Texts_that_are_split_already_are_left_as_they_are()
    {
        var files = new Dictionary<string, byte[]> { ["word_tokenizer.json"] = """{ "characters_per_word": 50, "split": "white_space" }"""u8.ToArray() };
        var tokenizer = TextTokenizer.Load(files);
        Check(new WordCharacterTokenizer().Tokenize(["don't!", "U.S."]), new RowTokenizer(tokenizer, new()).Tokenize(" don't!\tU.S."));
        Assert.Equal(files.Keys, tokenizer.Files.Keys);
        files["word_tokenizer.json"] = """{ "split": "german" }"""u8.ToArray();
        Assert.Contains("must be 'english' or 'white_space'", Assert.Throws<InvalidDataException>(() => TextTokenizer.Load(files)).Message);
    }

    [Theory]
    [InlineData(8, 2, "superblock has version 2")]
    [InlineData(0, 'X', "is missing at byte 0")]
    [InlineData(0x60, 2, "version 1 is read")]
    public void What_is_not_read_is_named_with_the_way_out(int place, int value, string message)
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "lm_weights.hdf5"));
        bytes[place] = (byte)value;
        File.WriteAllBytes(folder["x_weights.hdf5"], bytes);
        var e = Assert.Throws<InvalidDataException>(() => new Hdf5File(folder["x_weights.hdf5"]));
        Assert.Contains(message, e.Message);
        Assert.Contains("x_weights.hdf5", e.Message);
        Assert.Contains("save_file", e.Message);
    }

    private static void Check(TokenRow expected, TokenRow actual)
    {
        Assert.Equal(expected.IdsPerToken, actual.IdsPerToken);
        Assert.Equal(expected.TokenIds, actual.TokenIds);
    }
}
