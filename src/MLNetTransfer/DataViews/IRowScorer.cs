namespace MLNetTransfer.DataViews;

/// <summary>What a network makes of rows of text. Safe to call from many threads.</summary>
internal interface IRowScorer<TScore>
{
    /// <summary>The scores of the rows, in their order.</summary>
    TScore[] Score(IReadOnlyList<TextRow> rows);
}
