using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Ids as bilm-tf's Batcher and AllenNLP's ELMo indexer make them.</summary>
public class WordCharacterTokenizerTests
{
    private const int Begin = 259, End = 260, Fill = 261;

    private static int[] Word(string word, int index = 1, int size = 50) => [.. new WordCharacterTokenizer(size).Tokenize([word]).TokenIds.Skip(index * size).Take(size)];

    private static int[] Padded(params int[] ids) => [.. ids, .. Enumerable.Repeat(Fill, 50 - ids.Length)];

    [Fact]
    public void A_word_is_its_bytes_between_marks()
    {
        Assert.Equal(Padded(Begin, 'c' + 1, 'a' + 1, 't' + 1, End), Word("cat"));
        Assert.Equal(Padded(Begin, 0xC3 + 1, 0xA9 + 1, End), Word("é"));
        // A lone surrogate is U+FFFD.
        Assert.Equal(Padded(Begin, 0xEF + 1, 0xBF + 1, 0xBD + 1, End), Word("\uD800"));
    }

    [Fact]
    public void Sentences_are_marked()
    {
        Assert.Equal(Padded(Begin, 257, End), Word("cat", 0));
        Assert.Equal(Padded(Begin, 258, End), Word("cat", 2));
        Assert.Equal(Padded(Begin, 258, End), Word("</S>"));
        Assert.Equal((3, 50), (new WordCharacterTokenizer().Tokenize(["cat"]).Length, new WordCharacterTokenizer().Tokenize(["cat"]).IdsPerToken));
    }

    [Theory]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(5000)]
    public void A_long_word_is_cut(int length) => Assert.Equal([Begin, .. Enumerable.Repeat('x' + 1, 48), End], Word(new string('x', length)));

    [Fact]
    public void Bytes_are_cut_where_they_fall() => Assert.Equal([Begin, 0xC3 + 1, End], Word("é", size: 3));

    [Fact]
    public void Rows_of_words_are_batched()
    {
        var tokenizer = new WordCharacterTokenizer(5);
        using var batch = TokenBatch.Create([tokenizer.Tokenize(["a"]), tokenizer.Tokenize([])], padId: 0, torch.CPU);
        Assert.Equal([2L, 3L, 5L], batch.TokenIds.shape);
        Assert.Equal((2, 3), (batch.BatchSize, batch.SequenceLength));
        Assert.Equal([true, true, true, true, true, false], batch.AttentionMask!.data<bool>().ToArray());
        Assert.Equal(new long[5], batch.TokenIds.data<long>().ToArray()[^5..]);
        Assert.Contains("5 ids a token, and row 0 1", Assert.Throws<ArgumentException>(() => TokenBatch.Create([new TokenRow([1]), tokenizer.Tokenize([])], 0, torch.CPU)).Message);
        Assert.Contains("no tokens of 2", Assert.Throws<ArgumentException>(() => new TokenRow([1], 2)).Message);
        Assert.Contains("Word 1 is empty", Assert.Throws<ArgumentException>(() => tokenizer.Tokenize(["a", ""])).Message);
    }
}
