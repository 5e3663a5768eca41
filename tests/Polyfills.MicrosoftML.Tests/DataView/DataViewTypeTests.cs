using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.DataView;

public class DataViewTypeTests
{
    [Fact]
    public void Vectors_are_equal_by_items_and_dimensions()
    {
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(NumberDataViewType.Single, 3));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 2, 3));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(NumberDataViewType.Double, 3));
        Assert.Equal(6, new VectorDataViewType(NumberDataViewType.Single, 2, 3).Size);
        Assert.False(new VectorDataViewType(NumberDataViewType.Single, 0, 3).IsKnownSize);
        Assert.Equal(typeof(VBuffer<float>), new VectorDataViewType(NumberDataViewType.Single).RawType);
        Assert.Equal("Vector<Single, *, 3>", new VectorDataViewType(NumberDataViewType.Single, 0, 3).ToString());
    }

    [Fact]
    public void Keys_are_equal_by_raw_type_and_count()
    {
        Assert.Equal(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 5UL));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 6));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(byte), 5));
        Assert.Equal(new KeyDataViewType(typeof(byte), 255).GetHashCode(), new KeyDataViewType(typeof(byte), 255).GetHashCode());
    }

    [Fact]
    public void Keys_cannot_count_further_than_their_raw_type()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 3));
    }

    [Fact]
    public void Row_identifiers_made_from_others_differ_from_them()
    {
        var start = new DataViewRowId(1, 0);
        var made = new[] { start, start.Next(), start.Fork(), start.Combine(start), start.Combine(start.Next()), start.Next().Next() };
        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.Equal("00000000000000000000000000000001", start.ToString());
        Assert.True(start.CompareTo(new DataViewRowId(0, 1)) < 0);
    }
}
