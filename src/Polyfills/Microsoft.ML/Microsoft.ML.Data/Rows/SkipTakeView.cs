using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A run of a source's rows.</summary>
internal sealed class SkipTakeView : IDataView
{
    private readonly IDataView _source;
    private readonly long _skip, _take;

    public SkipTakeView(IHostEnvironment env, IDataView source, long skip, long take)
    {
        env.TakeShare(nameof(SkipTakeView));
        (_source, _skip, _take) = (source, skip, take);
    }

    // Which rows they are hangs on the source's order.
    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount() is { } count ? Math.Clamp(count - _skip, 0, _take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return new Cursor(_source.GetRowCursor(needed), Getters.Active(Schema, needed), _skip, _take);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, bool[] active, long skip, long take) : MappedCursor(input, input.Schema, active)
    {
        private long _toSkip = skip, _left = take;

        protected override bool MoveNextCore()
        {
            for (; _toSkip > 0; _toSkip--)
                if (!Input.MoveNext())
                    _toSkip = _left = 0;
            return _left-- > 0 && Input.MoveNext();
        }
    }
}
