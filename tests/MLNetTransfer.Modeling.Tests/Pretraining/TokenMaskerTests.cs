using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class TokenMaskerTests
{
    private const int RowLength = 100, RowCount = 2000;

    [Theory]
    [InlineData(0.15, 0.8, 0.1)]
    [InlineData(0.4, 0.5, 0.5)]
    public void Shares_are_those_of_the_options(double share, double mask, double random)
    {
        var masker = new TokenMasker(Texts.Tokenizer, new PretrainingOptions { MaskedShare = share, ReplacedByMask = mask, ReplacedByRandom = random });
        int maskId = Texts.Tokenizer.Special.MaskId!.Value, chosen = 0, masked = 0, kept = 0;
        var source = new RandomSource(1, 2);
        for (int r = 0; r < RowCount; r++)
        {
            int[] row = Row();
            int[] before = [.. row];
            List<long> positions = [], labels = [];
            masker.Mask(row, r * RowLength, source, positions, labels);
            chosen += positions.Count;
            foreach (var (position, label) in positions.Zip(labels))
            {
                int at = (int)(position - (r * RowLength));
                Assert.Equal(before[at], label);
                Assert.InRange(at, 1, RowLength - 2); // neither [CLS] nor [SEP]
                if (row[at] == maskId) masked++;
                else if (row[at] == before[at]) kept++;
                before[at] = row[at];
            }
            Assert.Equal(before, row); // nothing else changes
        }

        double text = RowCount * (RowLength - 2);
        Assert.Equal(share, chosen / text, 0.005);
        // One of 29 random tokens is the mask, and one the token itself.
        double size = Texts.Tokenizer.VocabularySize;
        Assert.Equal(mask + (random / size), (double)masked / chosen, 0.01);
        Assert.Equal(1 - mask - random + (random / size), (double)kept / chosen, 0.01);
    }

    [Fact]
    public void A_row_always_has_something_to_tell()
    {
        var masker = new TokenMasker(Texts.Tokenizer, new PretrainingOptions { MaskedShare = 0.001 });
        var source = new RandomSource(1, 2);
        var seen = new HashSet<long>();
        for (int r = 0; r < 300; r++)
        {
            List<long> positions = [], labels = [];
            masker.Mask([2, 5, 6, 7, 3], 0, source, positions, labels);
            Assert.NotEmpty(positions);
            seen.UnionWith(positions);
        }
        Assert.Equal([1L, 2, 3], seen.Order());
    }

    [Fact]
    public void Whole_words_are_hidden_with_all_their_pieces()
    {
        var masker = new TokenMasker(Texts.Tokenizer, new PretrainingOptions { WholeWords = true, ReplacedByMask = 1, ReplacedByRandom = 0 });
        int[] row = [2, .. Texts.Tokenizer.Encode(string.Join(' ', Enumerable.Repeat("a bcd efghi jk", 8))).Ids, 3];
        var source = new RandomSource(3, 4);
        int chosen = 0;
        for (int r = 0; r < 200; r++)
        {
            int[] masked = [.. row];
            List<long> positions = [], labels = [];
            masker.Mask(masked, 0, source, positions, labels);
            chosen += positions.Count;
            for (int i = 1; i < row.Length - 1; i++)
            {
                bool continues = Texts.Tokenizer.TokenOf(row[i])!.StartsWith("##", StringComparison.Ordinal);
                if (continues) Assert.Equal(masked[i - 1] == 4, masked[i] == 4);
            }
        }
        Assert.Equal(0.15, chosen / 200.0 / (row.Length - 2), 0.01); // 13 of 88 tokens, as BERT rounds
    }

    [Fact]
    public void A_tokenizer_that_hides_where_words_begin_is_refused_for_whole_words()
    {
        var tokenizer = Texts.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"]);
        Assert.Contains("WholeWords", Assert.Throws<InvalidOperationException>(() => new TokenMasker(tokenizer, new PretrainingOptions { WholeWords = true })).Message, StringComparison.Ordinal);
    }

    private static int[] Row() => [2, .. Enumerable.Range(0, RowLength - 2).Select(i => 5 + (i % 12)), 3];
}
