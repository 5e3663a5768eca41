using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Rows;

public class RowViewTests
{
    private readonly MLContext _ml = new(1);
    private readonly SourceSpy _source = new(200);

    [Fact]
    public void Filters_keep_their_own_column_to_themselves()
    {
        var view = _ml.Data.FilterRowsByColumn(_source, "Number", 3, 6);
        Assert.Equal(["row 3", "row 4", "row 5"], view.GetColumn<string>("Text"));
        using var cursor = view.GetRowCursor([view.Schema["Text"]]);
        Assert.False(cursor.IsColumnActive(view.Schema["Number"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Number"]));
        Assert.Null(view.GetRowCount());
        Assert.True(view.CanShuffle);
    }

    [Fact]
    public void Filters_by_keys_and_by_missing_values()
    {
        var keyed = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i => new Keyed { Key = (uint)i, Number = i == 2 ? float.NaN : i, Vector = i == 3 ? [1, float.NaN] : [1, 2] }).ToArray());
        // The last key is beyond the count of 4, and so missing.
        Assert.Equal([0f, 1], _ml.Data.FilterRowsByKeyColumnFraction(keyed, "Key", 0, 0.5).GetColumn<float>("Number"));
        Assert.Equal([float.NaN, 3], _ml.Data.FilterRowsByKeyColumnFraction(keyed, "Key", 0.5, 1).GetColumn<float>("Number"));
        Assert.Equal([0f, 1, 3], _ml.Data.FilterRowsByMissingValues(keyed, "Key", "Number").GetColumn<float>("Number"));
        Assert.Equal([0f, 1, float.NaN, 4], _ml.Data.FilterRowsByMissingValues(keyed, "Vector").GetColumn<float>("Number"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(_source, "Text"));
    }

    [Fact]
    public void Skipping_and_taking_read_no_more_than_they_need()
    {
        var view = _ml.Data.TakeRows(_ml.Data.SkipRows(_source, 5), 4);
        Assert.Equal([5f, 6, 7, 8], view.GetColumn<float>("Number"));
        Assert.Equal(9, _source.RowsRead);
        Assert.Equal(4, view.GetRowCount());
        Assert.Equal(0, _ml.Data.SkipRows(_source, 500).GetRowCount());
        Assert.Empty(_ml.Data.SkipRows(_source, 500).GetColumn<float>("Number"));
        Assert.False(view.CanShuffle);
    }

    [Fact]
    public void Splits_are_the_same_in_every_cursor_and_hide_how_they_are_made()
    {
        var split = _ml.Data.TrainTestSplit(_source, 0.3);
        Assert.Equal(_source.Schema.Select(c => c.Name), split.TestSet.Schema.Select(c => c.Name));
        var test = split.TestSet.GetColumn<float>("Number").ToArray();
        Assert.Equal(test, split.TestSet.GetColumn<float>("Number"));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (float)i), test.Concat(split.TrainSet.GetColumn<float>("Number")).Order());
        Assert.Equal(test, split.TestSet.GetRowCursorSet(split.TestSet.Schema, 4).SelectMany(Numbers));
    }

    [Fact]
    public void Splits_by_a_number_or_a_key_take_it_as_it_is()
    {
        var byNumber = _ml.Data.TrainTestSplit(_source, 0.25, samplingKeyColumnName: "Number").TestSet;
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), byNumber.GetColumn<float>("Number"));
        var keyed = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Keyed { Key = (uint)(i % 4), Number = i, Vector = [0, 0] }).ToArray());
        Assert.Equal([0f, 4], _ml.Data.TrainTestSplit(keyed, 0.25, samplingKeyColumnName: "Key").TestSet.GetColumn<float>("Number"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(_source, samplingKeyColumnName: "Gone"));
    }

    [Fact]
    public void Shuffles_ask_the_source_for_random_order_unless_told_not_to()
    {
        var kept = _ml.Data.ShuffleRows(_source, 3, 16, shuffleSource: false).GetColumn<float>("Number").ToArray();
        Assert.False(_source.Shuffled);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (float)i), kept.Order());
        Assert.NotEqual(kept.Order(), kept);
        _ = _ml.Data.ShuffleRows(_source, 3).GetColumn<float>("Number").Count();
        Assert.True(_source.Shuffled);
    }

    [Fact]
    public void Values_and_identifiers_of_shuffled_rows_stay_together()
    {
        var view = _ml.Data.ShuffleRows(_source, 3, 16);
        using var cursor = view.GetRowCursor(view.Schema);
        var (number, text, id) = (cursor.GetGetter<float>(view.Schema["Number"]), cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]), cursor.GetIdGetter());
        while (cursor.MoveNext())
        {
            (float value, ReadOnlyMemory<char> name, DataViewRowId row) = (0, default, default);
            text(ref name);
            number(ref value);
            id(ref row);
            Assert.Equal($"row {value}", name.ToString());
            Assert.Equal((ulong)value, row.Low);
        }
    }

    private static IEnumerable<float> Numbers(DataViewRowCursor cursor)
    {
        var getter = cursor.GetGetter<float>(cursor.Schema["Number"]);
        float value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return value;
        }
    }

    private sealed class Keyed
    {
        [KeyType(4)]
        public uint Key;

        public float Number;

        [VectorType(2)]
        public float[] Vector = [];
    }
}
