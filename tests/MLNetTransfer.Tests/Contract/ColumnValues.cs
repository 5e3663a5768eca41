using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Tests.Contract;

/// <summary>Reads columns of any type the contract meets, and compares what was read.</summary>
internal static class ColumnValues
{
    public static Dictionary<string, List<object>> ReadAll(IDataView view, IEnumerable<string> names, Random? random = null)
    {
        using var cursor = view.GetRowCursor(names.Select(n => view.Schema[n]), random);
        return ReadAll(cursor, names);
    }

    public static Dictionary<string, List<object>> ReadAll(DataViewRowCursor cursor, IEnumerable<string> names)
    {
        var readers = names.Select(n => (Name: n, Read: Reader(cursor, cursor.Schema[n]))).ToArray();
        var values = readers.ToDictionary(r => r.Name, _ => new List<object>());
        while (cursor.MoveNext())
            foreach (var (name, read) in readers) values[name].Add(read());
        return values;
    }

    public static Func<object> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Scalar<ReadOnlyMemory<char>>(row, column, v => v.ToString()),
        KeyDataViewType => Scalar<uint>(row, column, v => v),
        VectorDataViewType { ItemType: TextDataViewType } => Vector<ReadOnlyMemory<char>>(row, column, v => v.ToString()),
        VectorDataViewType { ItemType: KeyDataViewType } => Vector<uint>(row, column, v => v),
        VectorDataViewType v when v.ItemType == NumberDataViewType.Single => Vector<float>(row, column, x => x),
        _ when column.Type == NumberDataViewType.Single => Scalar<float>(row, column, v => v),
        BooleanDataViewType => Scalar<bool>(row, column, v => v),
        _ => throw new NotSupportedException($"The contract test does not read {column.Type} yet: add it here."),
    };

    /// <summary>Text in which two values are equal only if they are to the last bit.</summary>
    public static string Exact(object value) => value switch
    {
        object[] items => string.Join(" ", items.Select(Exact)),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public static void AssertEqual(object expected, object actual, float tolerance, string where)
    {
        switch (expected, actual)
        {
            case (float a, float b):
                Assert.True(Math.Abs(a - b) <= tolerance, $"{where}: expected {Exact(a)}, got {Exact(b)}");
                break;
            case (object[] a, object[] b):
                Assert.Equal(a.Length, b.Length);
                for (var i = 0; i < a.Length; i++) AssertEqual(a[i], b[i], tolerance, $"{where}[{i}]");
                break;
            default:
                Assert.True(expected.Equals(actual), $"{where}: expected {Exact(expected)}, got {Exact(actual)}");
                break;
        }
    }

    private static Func<object> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Func<T, object> box)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return box(value);
        };
    }

    private static Func<object> Vector<T>(DataViewRow row, DataViewSchema.Column column, Func<T, object> box) =>
        Scalar<VBuffer<T>>(row, column, v => v.DenseValues().Select(box).ToArray());
}
