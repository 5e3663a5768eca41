using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.DataViews;

/// <summary>Hands through the columns of its input and takes scores from a look-ahead over the same rows.</summary>
internal sealed class ScoredCursor<TRow, TScore>(ScoringMap<TRow, TScore> map, DataViewRowCursor input, LookAhead<TRow, TScore>? scores, bool[] active) : DataViewRowCursor
{
    private readonly ValueGetter<DataViewRowId>? _id = scores is null ? null : input.GetIdGetter();
    private long _row = -1;
    private bool _disposed;

    public override DataViewSchema Schema => map.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override bool MoveNext()
    {
        if (!input.MoveNext()) return false;
        _row++;
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(active, column);
        return map.IsAdded(column.Index) ? Getters.Cast<TValue>(map.MakeGetter(column.Index, Score), column) : input.GetGetter<TValue>(map.InputSchema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            scores?.Dispose();
            input.Dispose();
        }
        _disposed = true;
        base.Dispose(disposing);
    }

    private TScore Score()
    {
        if (input.Position < 0) throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and read values only while it returns true.");
        DataViewRowId id = default;
        _id!(ref id);
        return scores!.ScoreOf(_row, id);
    }
}
