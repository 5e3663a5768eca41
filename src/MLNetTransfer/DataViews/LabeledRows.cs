using Microsoft.ML;

namespace MLNetTransfer.DataViews;

/// <summary>Rows read for training: what the network eats, what it should give, and how many rows had no target.</summary>
internal sealed record LabeledRows<TRow, TTarget>(IReadOnlyList<TRow> Rows, IReadOnlyList<TTarget> Targets, long MissingTargets)
{
    // Texts are turned into token ids block by block, so that a large corpus is never held as text.
    private const int BlockRows = 4096;

    /// <summary>Reads a view once, the text and target columns alone.</summary>
    /// <param name="data">The view.</param>
    /// <param name="texts">Its columns of text.</param>
    /// <param name="target">Its target column.</param>
    /// <param name="readTarget">Makes a reader of the current row's target; false where it is missing.</param>
    /// <param name="encode">From texts to rows, in their order.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static LabeledRows<TRow, TTarget> Read(
        IDataView data, IReadOnlyList<DataViewSchema.Column> texts, DataViewSchema.Column target, Func<DataViewRow, DataViewSchema.Column, TargetReader<TTarget>> readTarget,
        Func<IReadOnlyList<TextRow>, IReadOnlyList<TRow>> encode, CancellationToken cancellation)
    {
        var rows = new List<TRow>();
        var targets = new List<TTarget>();
        var missing = 0L;
        var block = new List<TextRow>(BlockRows);
        using var cursor = data.GetRowCursor([.. texts, target]);
        var readTexts = TextColumns.Reader(cursor, texts);
        var tryReadTarget = readTarget(cursor, target);
        while (cursor.MoveNext())
        {
            if (!tryReadTarget(out var value))
            {
                missing++;
                continue;
            }
            targets.Add(value);
            block.Add(readTexts());
            if (block.Count == BlockRows) Encode();
        }
        Encode();
        return new(rows, targets, missing);

        void Encode()
        {
            cancellation.ThrowIfCancellationRequested();
            if (block.Count > 0) rows.AddRange(encode(block));
            block.Clear();
        }
    }
}

/// <summary>Reads the target of a cursor's current row; false where it is missing.</summary>
internal delegate bool TargetReader<TTarget>(out TTarget target);
