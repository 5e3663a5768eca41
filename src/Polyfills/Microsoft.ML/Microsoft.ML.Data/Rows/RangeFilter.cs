using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The rows whose number lies in a range, or does not. Of a key column, the middle of the key's share of [0, 1] counts, and missing keys are in neither set.
/// </summary>
internal sealed class RangeFilter : RowFilterView
{
    private readonly DataViewSchema.Column _column;
    private readonly double _lower, _upper;
    private readonly bool _includesUpper, _complement;

    /// <param name="env">The environment.</param>
    /// <param name="source">The rows to choose from.</param>
    /// <param name="column">A column of type Single, Double or key.</param>
    /// <param name="lower">The lower bound, which is included.</param>
    /// <param name="upper">The upper bound, which is included only where it says nothing: infinity, or 1 for keys.</param>
    /// <param name="complement">Whether it is the others that are kept. A number that is NaN is in neither set.</param>
    public RangeFilter(IHostEnvironment env, IDataView source, DataViewSchema.Column column, double lower, double upper, bool complement = false)
        : base(source, column.Index)
    {
        env.TakeShare(nameof(RangeFilter));
        if (!IsValidType(column.Type))
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' does not have compatible type. Expected types are Single, Double or Key.");
        (_column, _lower, _upper, _complement) = (column, lower, upper, complement);
        _includesUpper = double.IsPositiveInfinity(upper) || column.Type is KeyDataViewType && upper >= 1;
    }

    public static bool IsValidType(DataViewType type)
        => type is KeyDataViewType || type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    protected override Func<bool> CreateTest(DataViewRow row)
    {
        if (_column.Type is KeyDataViewType key)
            return (Func<bool>)Getters.Call(this, nameof(KeyTest), key.RawType, row, key.Count);
        return (Func<bool>)Getters.Call(this, nameof(NumberTest), _column.Type.RawType, row);
    }

    private Func<bool> NumberTest<T>(DataViewRow row) where T : INumber<T>
    {
        var getter = row.GetGetter<T>(_column);
        var value = T.Zero;
        return () =>
        {
            getter(ref value);
            return Passes(double.CreateTruncating(value));
        };
    }

    private Func<bool> KeyTest<T>(DataViewRow row, ulong count) where T : IBinaryInteger<T>
    {
        var getter = row.GetGetter<T>(_column);
        var value = T.Zero;
        return () =>
        {
            getter(ref value);
            var key = ulong.CreateTruncating(value);
            return key > 0 && key <= count && Passes((key - 0.5) / count);
        };
    }

    private bool Passes(double value)
        => _complement
            ? value < _lower || (_includesUpper ? value > _upper : value >= _upper)
            : value >= _lower && (_includesUpper ? value <= _upper : value < _upper);
}
