using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows with no missing value in any of some columns: no NaN, no key 0, neither alone nor in a vector.</summary>
internal sealed class MissingValueFilter : RowFilterView
{
    private readonly DataViewSchema.Column[] _columns;

    public MissingValueFilter(IHostEnvironment env, IDataView source, DataViewSchema.Column[] columns)
        : base(source, [.. columns.Select(column => column.Index)])
    {
        env.TakeShare(nameof(MissingValueFilter));
        foreach (var column in columns)
            if (!CanBeMissing(ItemType(column.Type)))
                throw new ArgumentOutOfRangeException(nameof(columns), $"Column '{column.Name}' has type {column.Type} which does not support missing values, so we cannot filter on them");
        _columns = columns;
    }

    protected override Func<bool> CreateTest(DataViewRow row)
    {
        var tests = Array.ConvertAll(_columns, column =>
            (Func<bool>)Getters.Call(this, column.Type is VectorDataViewType ? nameof(VectorTest) : nameof(ScalarTest), ItemType(column.Type).RawType, row, column));
        return () => Array.TrueForAll(tests, test => test());
    }

    private static DataViewType ItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private static bool CanBeMissing(DataViewType type)
        => type is KeyDataViewType || type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    private static bool IsMissing<T>(T value) => value switch
    {
        float real => float.IsNaN(real),
        double real => double.IsNaN(real),
        _ => EqualityComparer<T>.Default.Equals(value, default),
    };

    private static Func<bool> ScalarTest<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return !IsMissing(value);
        };
    }

    // What a sparse vector leaves out is the default: 0, which is missing in keys only.
    private static Func<bool> VectorTest<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            foreach (var item in value.GetValues())
                if (IsMissing(item))
                    return false;
            return value.IsDense || !IsMissing<T>(default);
        };
    }
}
