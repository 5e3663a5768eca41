using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Values by their keys.</summary>
internal abstract class KeyValueLookup
{
    /// <summary>The values that annotate a key column.</summary>
    public static KeyValueLookup Create<TValue>(DataViewSchema.Column column)
    {
        VBuffer<TValue> values = default;
        column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref values);
        return new KeyValueLookup<TValue>([.. values.DenseValues()]);
    }

    /// <summary>The getter of values over a column of keys.</summary>
    public abstract Delegate CreateGetter<TKey>(DataViewRow row, DataViewSchema.Column column) where TKey : IBinaryInteger<TKey>;
}

/// <inheritdoc/>
internal sealed class KeyValueLookup<TValue>(TValue[] values) : KeyValueLookup
{
    private static readonly TValue _missing = typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN
        : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN : default;

    public override Delegate CreateGetter<TKey>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getKey = row.GetGetter<TKey>(column);
            var key = TKey.Zero;
            return (ValueGetter<TValue>)((ref TValue value) =>
            {
                getKey(ref key);
                value = ValueOf(key);
            });
        }
        var getKeys = row.GetGetter<VBuffer<TKey>>(column);
        VBuffer<TKey> keys = default;
        return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> found) =>
        {
            getKeys(ref keys);
            var editor = VBufferEditor.Create(ref found, keys.Length);
            var slot = 0;
            foreach (var key in keys.DenseValues())
                editor.Values[slot++] = ValueOf(key);
            found = editor.Commit();
        });
    }

    private TValue ValueOf<TKey>(TKey key) where TKey : IBinaryInteger<TKey>
        => ulong.CreateTruncating(key) is > 0 and var number && number <= (ulong)values.Length ? values[number - 1] : _missing;
}
