using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.Schema;

namespace MLNetTransfer.SequenceTagging;

/// <summary>Counts the entities that two columns of tags mark.</summary>
internal static class EntityEvaluator
{
    public static EntityMetrics Evaluate(IDataView data, string labelName, string predictedName, TagScheme? scheme)
    {
        var (label, predicted) = (ColumnChecks.WordTags(data.Schema, "label", labelName), ColumnChecks.WordTags(data.Schema, "predicted label", predictedName));
        var counts = new EntityCounts(scheme);
        using var cursor = data.GetRowCursor([label, predicted]);
        var (readLabel, readPredicted) = (Reader(cursor, label), Reader(cursor, predicted));
        for (var row = 0L; cursor.MoveNext(); row++)
        {
            var (tags, found) = (readLabel(), readPredicted());
            if (tags.Length != found.Length) throw new InvalidOperationException($"Row {row} has {tags.Length} tags in column '{labelName}' and {found.Length} in column '{predictedName}': every word needs one of each.");
            counts.Add(tags, found);
        }
        return new(counts);
    }

    private static Func<string[]> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (((VectorDataViewType)column.Type).ItemType is KeyDataViewType)
        {
            var names = LabelValues.Of(column)?.AsText
                ?? throw new ArgumentOutOfRangeException(nameof(column), $"The keys of column '{column.Name}' have no values: their tags are not known. Make the keys with MapValueToKey, or give a column of text.");
            var keys = row.GetGetter<VBuffer<uint>>(column);
            VBuffer<uint> value = default;
            return () =>
            {
                keys(ref value);
                // A missing tag marks no entity.
                return [.. value.DenseValues().Select(k => k == 0 ? "O" : names[(int)k - 1])];
            };
        }
        var texts = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> text = default;
        return () =>
        {
            texts(ref text);
            return [.. text.DenseValues().Select(t => t.IsEmpty ? "O" : t.ToString())];
        };
    }
}
