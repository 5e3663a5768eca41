using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>A corpus as rows of one text with the special tokens around it.</summary>
internal sealed class SingleTextRows
{
    // A row of fewer tokens has next to nothing to tell a hidden one by.
    private const int Shortest = 4;

    private readonly CorpusRows _rows;
    private readonly PretrainingSetup _setup;

    /// <param name="corpus">The corpus.</param>
    /// <param name="setup">The tokenizer and its special tokens.</param>
    /// <param name="length">Tokens in a row at most, special ones included.</param>
    public SingleTextRows(TokenCorpus corpus, PretrainingSetup setup, int length)
    {
        _setup = setup;
        int special = setup.Tokenizer.Template.SpecialCount(pair: false);
        _rows = new CorpusRows(corpus, length - special, Shortest);
        Lengths = [.. _rows.Lengths.Select(l => l + special)];
    }

    /// <summary>Tokens of each row.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>A row.</summary>
    public TokenRow Row(int row) => _setup.Tokenizer.Template.Compose(Text(row));

    /// <summary>A row's text, without special tokens.</summary>
    public int[] Text(int row) => _rows.Read(row);
}
