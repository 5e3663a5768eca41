namespace MLNetTransfer.DataViews;

/// <summary>What a network makes of rows. Safe to call from many threads.</summary>
/// <typeparam name="TRow">What it reads of a row.</typeparam>
/// <typeparam name="TScore">What it makes of it.</typeparam>
internal interface IRowScorer<TRow, TScore>
{
    /// <summary>The scores of the rows, in their order.</summary>
    TScore[] Score(IReadOnlyList<TRow> rows);
}
