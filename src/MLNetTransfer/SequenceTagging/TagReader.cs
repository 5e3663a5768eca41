using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Schema;

namespace MLNetTransfer.SequenceTagging;

/// <summary>Reads the tags of sentences, as numbers from 0, off a column of keys or of text.</summary>
internal sealed class TagReader
{
    private const int MaxTags = 1 << 16;
    private readonly Dictionary<string, int>? _numbers;
    private bool _isClosed;

    private TagReader(int count, LabelValues? values, bool isText)
    {
        (KeyCount, KeyValues, IsText) = (count, values, isText);
        _numbers = isText ? new(StringComparer.Ordinal) : null;
    }

    public bool IsText { get; }

    private int KeyCount { get; }

    private LabelValues? KeyValues { get; }

    /// <summary>How many tags there are: of keys as many as the column's type says, of text those that were read.</summary>
    public int Count => _numbers?.Count ?? KeyCount;

    /// <summary>What the tags are called; null where the label is a key without values.</summary>
    public LabelValues? Values => _numbers is null ? KeyValues : LabelValueCodec.Find(TextDataViewType.Instance)!.Parse([.. _numbers.OrderBy(n => n.Value).Select(n => n.Key)]);

    /// <exception cref="ArgumentOutOfRangeException">There are too few tags, or too many.</exception>
    public static TagReader Of(DataViewSchema.Column label)
    {
        if (((VectorDataViewType)label.Type).ItemType is not KeyDataViewType key) return new(0, null, isText: true);
        if (key.Count is < 2 or > MaxTags) throw new ArgumentOutOfRangeException("labelCol", $"Label column '{label.Name}' has {key.Count} tags; expected 2 to {MaxTags}.");
        return new((int)key.Count, LabelValues.Of(label), isText: false);
    }

    /// <summary>From now on a tag that was not read yet is an error: the training rows have been read.</summary>
    public void Close(string column)
    {
        if (Count is < 2 or > MaxTags) throw new ArgumentOutOfRangeException("labelCol", $"Label column '{column}' has {Count} different tags; expected 2 to {MaxTags}.");
        _isClosed = true;
    }

    /// <summary>Makes a reader of a cursor's current tags; null where one is missing.</summary>
    public Func<int[]?> On(DataViewRow row, DataViewSchema.Column column)
    {
        if (_numbers is null)
        {
            var keys = row.GetGetter<VBuffer<uint>>(column);
            VBuffer<uint> value = default;
            return () =>
            {
                keys(ref value);
                int[] tags = [.. value.DenseValues().Select(k => (int)k - 1)];
                return tags.Contains(-1) ? null : tags;
            };
        }
        var texts = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> text = default;
        return () =>
        {
            texts(ref text);
            string[] tags = [.. text.DenseValues().Select(t => t.ToString())];
            return tags.Contains("") ? null : [.. tags.Select(t => NumberOf(t, column.Name))];
        };
    }

    private int NumberOf(string tag, string column)
    {
        if (_numbers!.TryGetValue(tag, out var number)) return number;
        if (_isClosed) throw new InvalidOperationException($"The tag '{tag}' in column '{column}' of the validation rows is not among those of the training rows: '{string.Join("', '", _numbers.Keys.Take(20))}'.");
        _numbers.Add(tag, number = _numbers.Count);
        return number;
    }
}
