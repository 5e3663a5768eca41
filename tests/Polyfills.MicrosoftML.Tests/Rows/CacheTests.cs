using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Rows;

public class CacheTests
{
    private readonly MLContext _ml = new(1);
    private readonly SourceSpy _source = new(200);

    [Fact]
    public void A_column_is_read_once_and_not_before_it_is_asked_for()
    {
        var cache = _ml.Data.Cache(_source);
        Assert.Equal(0, _source.Cursors);
        Assert.Equal(All, cache.GetColumn<float>("Number"));
        Assert.Equal(All, cache.GetColumn<float>("Number"));
        Assert.Equal(["Number"], _source.Asked);
        Assert.Equal("row 199", cache.GetColumn<string>("Text").Last());
        Assert.Equal(["Number", "Text"], _source.Asked);
        Assert.Equal(200, cache.GetRowCount());
    }

    [Fact]
    public void Prefetched_columns_are_read_with_the_first()
    {
        var cache = _ml.Data.Cache(_source, "Text");
        _ = cache.GetColumn<float>("Number").Count();
        _ = cache.GetColumn<string>("Text").Count();
        Assert.Equal(["Number,Text"], _source.Asked);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.Cache(_source, "Gone"));
    }

    [Fact]
    public void Rows_can_be_shuffled_without_reading_the_source_again()
    {
        var cache = _ml.Data.Cache(_source);
        Assert.True(cache.CanShuffle);
        var shuffled = _ml.Data.ShuffleRows(cache, 7, 1).GetColumn<float>("Number").ToArray();
        Assert.NotEqual(All, shuffled);
        Assert.Equal(All, shuffled.Order());
        Assert.Equal(1, _source.Cursors);
        Assert.False(_source.Shuffled);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void Cursors_of_a_set_share_the_rows_by_batches(int? seed)
    {
        var cache = _ml.Data.Cache(_source);
        var cursors = cache.GetRowCursorSet(cache.Schema, 3, seed is { } given ? new Random(given) : null);
        var rows = new List<(long Batch, float Number)>();
        foreach (var cursor in cursors)
        {
            var getter = cursor.GetGetter<float>(cursor.Schema["Number"]);
            float value = 0;
            for (var last = -1L; cursor.MoveNext(); last = cursor.Batch)
            {
                Assert.True(cursor.Batch >= last);
                getter(ref value);
                rows.Add((cursor.Batch, value));
            }
        }
        Assert.Equal(3, cursors.Length);
        Assert.Equal(All, rows.Select(r => r.Number).Order());
        if (seed is null)
            Assert.Equal(All, rows.OrderBy(r => r.Batch).Select(r => r.Number));
    }

    [Fact]
    public void Many_threads_read_the_source_once()
    {
        var cache = _ml.Data.Cache(_source);
        Parallel.For(0, 8, _ => Assert.Equal(All, cache.GetColumn<float>("Number")));
        Assert.Equal(1, _source.Cursors);
    }

    private static IEnumerable<float> All => Enumerable.Range(0, 200).Select(i => (float)i);
}
