using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.DataViews;

/// <summary>One row with its scores, as a PredictionEngine asks for it. A position is scored once, however many columns are read of it.</summary>
internal sealed class ScoredRow<TRow, TScore> : DataViewRow
{
    private readonly ScoringMap<TRow, TScore> _map;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly Func<TRow>? _readRow;
    private TRow _scored = default!;
    private TScore _score = default!;
    private bool _isScored;
    private bool _disposed;

    public ScoredRow(ScoringMap<TRow, TScore> map, DataViewRow input, bool[] active)
    {
        _map = map;
        _input = input;
        _active = active;
        if (active.AsSpan(map.InputSchema.Count).Contains(true)) _readRow = map.ReaderOf(input);
    }

    public override DataViewSchema Schema => _map.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(_active, column);
        return _map.IsAdded(column.Index) ? Getters.Cast<TValue>(_map.MakeGetter(column.Index, Score), column) : _input.GetGetter<TValue>(_map.InputSchema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed) _input.Dispose();
        _disposed = true;
        base.Dispose(disposing);
    }

    // What is read itself says whether the row has moved on: a position need not change where the row object is filled anew.
    private TScore Score()
    {
        var row = _readRow!();
        if (_isScored && EqualityComparer<TRow>.Default.Equals(row, _scored)) return _score;
        _score = _map.Scorer.Score([row])[0];
        _scored = row;
        _isScored = true;
        return _score;
    }
}
