using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Which tokens are a word's, and how long sentences are read.</summary>
public class WordRowTokenizerTests
{
    // Every letter is a token of its own, so that a word's tokens are known.
    private static readonly TextTokenizer _letters = TextTokenizer.Load(new Dictionary<string, byte[]>
    {
        ["vocab.txt"] = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. "abcdefgh".Select(c => c.ToString()), .. "abcdefgh".Select(c => "##" + c)])),
    });

    [Fact]
    public void A_words_tokens_are_where_it_stands()
    {
        var row = Assert.Single(new WordRowTokenizer(_letters, 32).Tokenize(["abc", "", "d", "\u200b", "ef", "zz"]));
        Assert.Equal([(0, 1, 3), (2, 4, 1), (4, 5, 2), (5, 7, 1)], row.Words);
        Assert.Equal(9, row.Row.Length);
        Assert.Empty(new WordRowTokenizer(_letters, 32).Tokenize([]));
        Assert.Empty(new WordRowTokenizer(_letters, 32).Tokenize(["", " "]));
    }

    [Theory]
    [InlineData(12, 40)]
    [InlineData(11, 1000)]
    public void Every_word_of_a_long_sentence_is_whole_in_one_row_with_neighbours(int maxTokens, int count)
    {
        var random = new Random(count);
        string[] words = [.. Enumerable.Range(0, count).Select(_ => new string([.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (char)('a' + random.Next(8)))]))];
        var rows = new WordRowTokenizer(_letters, maxTokens).Tokenize(words);
        var found = rows.SelectMany(r => r.Words.Select(w => (w.Word, Text: string.Concat(r.Row.TokenIds.Skip(w.Start).Take(w.Count).Select(id => _letters.TokenOf(id)!.TrimStart('#')))))).OrderBy(w => w.Word).ToArray();
        Assert.Equal(words.Select((w, i) => (i, w)), found);
        Assert.All(rows, r => Assert.InRange(r.Row.Length, 3, maxTokens));
        // Words at a row's edge are read off another, but where the sentence itself begins or ends, or a neighbour is as long as half a row.
        Assert.All(rows.Skip(1), r => Assert.True(r.Words[0].Start > 1));
    }

    [Fact]
    public void A_word_longer_than_a_row_has_its_first_tokens()
    {
        var rows = new WordRowTokenizer(_letters, 8).Tokenize(["ab", "abcdefghabcdefgh", "c"]);
        Assert.Equal([(0, 2), (1, 6), (2, 1)], rows.SelectMany(r => r.Words).OrderBy(w => w.Word).Select(w => (w.Word, w.Count)));
    }
}
