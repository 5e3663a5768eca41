using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

public sealed class RowTokenizerTests
{
    private const string Eight = "a b c d e f g h";

    [Theory]
    [InlineData(TextTruncation.Head, "[CLS] a b c d [SEP]")]
    [InlineData(TextTruncation.Tail, "[CLS] e f g h [SEP]")]
    [InlineData(TextTruncation.HeadAndTail, "[CLS] a f g h [SEP]")]
    public void ALongTextIsCut(TextTruncation strategy, string expected)
    {
        RowTokenizer rows = Rows(6, strategy, headTokens: 1);
        TokenRow row = rows.Tokenize(Eight);
        Assert.Equal(expected, Show(rows, row));
        Assert.Null(row.TokenTypeIds);
        Assert.Equal("[CLS] a b [SEP]", Show(rows, rows.Tokenize("a b")));
        Assert.Equal("[CLS] [SEP]", Show(rows, rows.Tokenize("")));
    }

    [Fact]
    public void SunsHeadAndTailKeeps128And382Of512()
    {
        string text = string.Join(' ', Enumerable.Range(0, 600).Select(i => (i < 128 ? "a" : i < 600 - 382 ? "b" : "c")));
        int[] ids = Rows(512, TextTruncation.HeadAndTail, headTokens: 128).Tokenize(text).TokenIds;
        Assert.Equal([2, .. Enumerable.Repeat(8, 128), .. Enumerable.Repeat(10, 382), 3], ids);
    }

    [Theory]
    [InlineData(TextTruncation.Head, "[CLS] a b c d [SEP] b c [SEP]")]
    [InlineData(TextTruncation.Tail, "[CLS] e f g h [SEP] b c [SEP]")]
    [InlineData(TextTruncation.HeadAndTail, "[CLS] a b g h [SEP] b c [SEP]")]
    public void OfAPairTheLongerTextIsCut(TextTruncation strategy, string expected)
    {
        RowTokenizer rows = Rows(9, strategy, headTokens: 3);
        TokenRow row = rows.Tokenize(Eight, "b c");
        Assert.Equal(expected, Show(rows, row));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], row.TokenTypeIds!);
    }

    [Fact]
    public void OptionsOutOfRangeAreNamed()
    {
        Assert.Contains("MaxTokens is 2", Assert.Throws<ArgumentException>(() => Rows(2)).Message);
        Assert.Contains("HeadTokens is 128", Assert.Throws<ArgumentException>(() => Rows(128, TextTruncation.HeadAndTail, headTokens: 128)).Message);
        Assert.Contains("Strategy", Assert.Throws<ArgumentException>(() => Rows(128, (TextTruncation)7)).Message);
        Assert.Contains("MaxTokens is 4", Assert.Throws<InvalidOperationException>(() => Rows(4).Tokenize("a", "b")).Message);
    }

    [Fact]
    public void ManyRowsComeInTheirOrder()
    {
        RowTokenizer rows = Rows(32);
        string[] texts = [.. new RandomTexts(seed: 5).Take(3000, "unaffable", "a")];
        string?[] seconds = [.. texts.Reverse().Select((t, i) => i % 3 == 0 ? null : t)];
        TokenRow[] parallel = rows.Tokenize(texts, seconds, maxDegreeOfParallelism: 4);
        TokenRow[] serial = rows.Tokenize(texts, seconds, maxDegreeOfParallelism: 1);
        for (int i = 0; i < texts.Length; i++)
        {
            TokenRow alone = rows.Tokenize(texts[i], seconds[i]);
            Assert.Equal(alone.TokenIds, parallel[i].TokenIds);
            Assert.Equal(alone.TokenTypeIds, parallel[i].TokenTypeIds);
            Assert.Equal(alone.TokenIds, serial[i].TokenIds);
        }
    }

    [Fact]
    public void BadRowsAndCancellationEndTheWork()
    {
        RowTokenizer rows = Rows(32);
        Assert.Contains("Text 1", Assert.Throws<ArgumentException>(() => rows.Tokenize(["a", null!])).Message);
        Assert.Contains("2 texts but 1", Assert.Throws<ArgumentException>(() => rows.Tokenize(["a", "b"], ["c"])).Message);
        Assert.ThrowsAny<OperationCanceledException>(() => rows.Tokenize(Enumerable.Repeat("a", 1000).ToArray(), cancellationToken: new CancellationToken(true)));
    }

    private static RowTokenizer Rows(int maxTokens, TextTruncation strategy = TextTruncation.Head, int headTokens = 128)
        => new(Tiny.Create(), new TruncationOptions { MaxTokens = maxTokens, Strategy = strategy, HeadTokens = headTokens });

    private static string Show(RowTokenizer rows, TokenRow row) => string.Join(' ', row.TokenIds.Select(rows.Tokenizer.TokenOf));
}
