using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns that metrics are worked out from.</summary>
internal static class EvaluatedColumns
{
    /// <summary>Finds a column by its role.</summary>
    public static DataViewSchema.Column Find(IHostEnvironment env, DataViewSchema schema, string role, string name, string parameter)
    {
        env.CheckNonEmpty(name, parameter);
        return schema.GetColumnOrNull(name) ?? throw env.ExceptParam(nameof(schema), "{0} column '{1}' not found", role, name);
    }

    /// <summary>A score that is one number.</summary>
    public static DataViewSchema.Column FindNumber(IHostEnvironment env, DataViewSchema schema, string role, string name, string parameter)
    {
        var column = Find(env, schema, role, name, parameter);
        if (!column.Type.Equals(NumberDataViewType.Single))
            throw env.ExceptSchemaMismatch(nameof(schema), role.ToLowerInvariant(), column.Name, "Single", column.Type.ToString());
        return column;
    }

    /// <summary>The label as a number: keys count from 0, true is 1, and a missing label is NaN.</summary>
    public static ValueGetter<float> Label(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.Equals(NumberDataViewType.Single))
            return row.GetGetter<float>(column);
        return column.Type is KeyDataViewType
            ? (ValueGetter<float>)Getters.CallStatic(typeof(EvaluatedColumns), nameof(KeyLabel), column.Type.RawType, row, column)
            : (ValueGetter<float>)Getters.CallStatic(typeof(EvaluatedColumns), nameof(PlainLabel), column.Type.RawType, row, column);
    }

    private static ValueGetter<float> KeyLabel<T>(DataViewRow row, DataViewSchema.Column column) where T : IConvertible
    {
        var getter = row.GetGetter<T>(column);
        T key = default;
        return (ref float value) =>
        {
            getter(ref key);
            var number = key.ToUInt64(CultureInfo.InvariantCulture);
            value = number == 0 ? float.NaN : number - 1;
        };
    }

    private static ValueGetter<float> PlainLabel<T>(DataViewRow row, DataViewSchema.Column column) where T : IConvertible
    {
        var getter = row.GetGetter<T>(column);
        T item = default;
        return (ref float value) =>
        {
            getter(ref item);
            value = item.ToSingle(CultureInfo.InvariantCulture);
        };
    }
}
