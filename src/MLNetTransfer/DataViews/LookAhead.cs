using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.DataViews;

/// <summary>
/// Scores of rows asked for in rising order. Reads a block of rows ahead with a cursor of its own and scores it at once; rows that nobody asks for between two
/// blocks are passed over. Blocks grow, so that looking at a few rows is cheap and reading all of them is fast.
/// </summary>
internal sealed class LookAhead<TRow, TScore>(Func<DataViewRowCursor> open, ScoringMap<TRow, TScore> map) : IDisposable
{
    private const int FirstBlock = 32;
    private const int LargestBlock = 1024;

    private readonly List<TRow> _rows = [];
    private readonly List<DataViewRowId> _ids = [];
    private DataViewRowCursor? _cursor;
    private Func<TRow>? _readRow;
    private ValueGetter<DataViewRowId>? _readId;
    private TScore[] _scores = [];
    private long _blockStart;
    private long _rowsRead;
    private int _blockSize = FirstBlock;

    /// <summary>The score of the row with this number, counted from 0 in the cursor's order.</summary>
    public TScore ScoreOf(long row, DataViewRowId id)
    {
        if (row >= _blockStart + _scores.Length) ReadBlock(row);
        var place = (int)(row - _blockStart);
        if (place >= _scores.Length || !_ids[place].Equals(id))
            throw new InvalidOperationException("The input gave other rows, or another order, when it was read a second time. A view must give the same rows every time; cache it with mlContext.Data.Cache.");
        return _scores[place];
    }

    public void Dispose() => _cursor?.Dispose();

    private void ReadBlock(long first)
    {
        Open();
        while (_rowsRead < first && _cursor!.MoveNext()) _rowsRead++;
        _rows.Clear();
        _ids.Clear();
        DataViewRowId id = default;
        while (_rows.Count < _blockSize && _cursor!.MoveNext())
        {
            _rows.Add(_readRow!());
            _readId!(ref id);
            _ids.Add(id);
        }
        _rowsRead += _rows.Count;
        _scores = map.Scorer.Score(_rows);
        _blockStart = first;
        _blockSize = Math.Min(4 * _blockSize, LargestBlock);
    }

    private void Open()
    {
        if (_cursor is not null) return;
        _cursor = open();
        _readRow = map.ReaderOf(_cursor);
        _readId = _cursor.GetIdGetter();
    }
}
