using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The values that keys stand for: key 1 is the first of them.</summary>
internal abstract class KeyVocabulary
{
    /// <summary>The type of the values.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    public abstract int Count { get; }

    /// <summary>The type of the keys; without values there is one key, which no row has.</summary>
    public KeyDataViewType KeyType => new(typeof(uint), Math.Max(Count, 1));

    /// <summary>Learns the values of a column in the order of their first rows, or sorted; at most <paramref name="maximum"/> of them.</summary>
    public static KeyVocabulary Learn(IDataView data, DataViewSchema.Column column, int maximum, bool sorted)
        => (KeyVocabulary)Getters.CallStatic(typeof(KeyVocabulary), nameof(LearnValues), column.Type.GetItemType().RawType, data, column, maximum, sorted);

    /// <summary>Reads what <see cref="Save"/> writes.</summary>
    public static KeyVocabulary Load(IHost host, ModelLoadContext ctx)
    {
        var type = TypeCodec.Read(ctx.Reader) as PrimitiveDataViewType ?? throw host.ExceptDecode("The values of the keys are of no known type.");
        return (KeyVocabulary)Getters.CallStatic(typeof(KeyVocabulary), nameof(LoadValues), type.RawType, host, ctx, type);
    }

    /// <summary>The values as an annotation.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder annotations, bool asText);

    /// <summary>The getter of keys over a column of values; what the vocabulary lacks has key 0.</summary>
    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Writes the values.</summary>
    public abstract void Save(ModelSaveContext ctx);

    /// <summary>Writes the values as a list that people can read.</summary>
    public abstract void SaveText(TextWriter writer);

    private static KeyVocabulary<T> LearnValues<T>(IDataView data, DataViewSchema.Column column, int maximum, bool sorted)
    {
        var values = new Dictionary<T, uint>(KeyVocabulary<T>.Comparer);
        using var cursor = data.GetRowCursor([column]);
        var getItem = column.Type is VectorDataViewType ? null : cursor.GetGetter<T>(column);
        var getItems = column.Type is VectorDataViewType ? cursor.GetGetter<VBuffer<T>>(column) : null;
        VBuffer<T> items = default;
        var item = new T[1];
        while (values.Count < maximum && cursor.MoveNext())
        {
            getItem?.Invoke(ref item[0]);
            getItems?.Invoke(ref items);
            foreach (var value in getItem is null ? items.DenseValues() : item)
                if (values.Count < maximum && !KeyVocabulary<T>.IsMissing(value))
                    values.TryAdd(value, 0);
        }
        var type = (PrimitiveDataViewType)column.Type.GetItemType();
        return new KeyVocabulary<T>(type is KeyDataViewType ? ColumnTypeExtensions.PrimitiveTypeFromType(type.RawType) : type, sorted ? values.Keys.Order(KeyVocabulary<T>.Order) : values.Keys);
    }

    private static KeyVocabulary<T> LoadValues<T>(IHost host, ModelLoadContext ctx, PrimitiveDataViewType type)
    {
        var count = ctx.Reader.ReadInt32();
        // Every value takes a byte at least.
        host.CheckDecode(count >= 0 && count <= ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position, "The number of values is not one that the model has room for.");
        var values = new List<T>();
        for (var i = 0; i < count; i++)
            values.Add(ValueCodec.ReadItem<T>(ctx.Reader));
        return new KeyVocabulary<T>(type, values);
    }
}

/// <inheritdoc/>
internal sealed class KeyVocabulary<T> : KeyVocabulary
{
    private readonly T[] _values;
    private readonly Dictionary<T, uint> _keys;

    public KeyVocabulary(PrimitiveDataViewType itemType, IEnumerable<T> values)
    {
        ItemType = itemType;
        // A text may be a piece of a whole file.
        _values = [.. values.Select(value => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value)];
        _keys = new Dictionary<T, uint>(Comparer);
        foreach (var value in _values)
            _keys.TryAdd(value, (uint)_keys.Count + 1);
    }

    /// <summary>Equality of values; texts are equal where all characters are.</summary>
    public static IEqualityComparer<T> Comparer { get; } = typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)TextComparer.Instance : EqualityComparer<T>.Default;

    /// <summary>The order of values; texts are ordered by their characters' numbers.</summary>
    public static IComparer<T> Order { get; } = typeof(T) == typeof(ReadOnlyMemory<char>) ? (IComparer<T>)(object)TextComparer.Instance : Comparer<T>.Default;

    public override PrimitiveDataViewType ItemType { get; }

    public override int Count => _values.Length;

    /// <summary>Whether the value is one that never gets a key.</summary>
    public static bool IsMissing(T value) => value switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty,
        float real => float.IsNaN(real),
        double real => double.IsNaN(real),
        _ => false,
    };

    public override void Annotate(DataViewSchema.Annotations.Builder annotations, bool asText)
    {
        if (Count == 0)
            return;
        if (asText && ItemType is not TextDataViewType)
            annotations.Add(AnnotationUtils.Kinds.KeyValues, AnnotationUtils.GetNamesType(Count), (ref VBuffer<ReadOnlyMemory<char>> names) => names = new(Count, [.. _values.Select(TextOf)]));
        else
            annotations.Add(AnnotationUtils.Kinds.KeyValues, new VectorDataViewType(ItemType, Count), (ref VBuffer<T> values) => values = new(Count, [.. _values]));
    }

    public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getItem = row.GetGetter<T>(column);
            T item = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getItem(ref item);
                key = KeyOf(item);
            });
        }
        var getItems = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> items = default;
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            getItems(ref items);
            var editor = VBufferEditor.Create(ref keys, items.Length);
            var slot = 0;
            foreach (var value in items.DenseValues())
                editor.Values[slot++] = KeyOf(value);
            keys = editor.Commit();
        });
    }

    public override void Save(ModelSaveContext ctx)
    {
        TypeCodec.Write(ItemType, ctx.Writer);
        ctx.Writer.Write(_values.Length);
        foreach (var value in _values)
            ValueCodec.WriteItem(value, ctx.Writer);
    }

    public override void SaveText(TextWriter writer)
    {
        writer.WriteLine($"# Number of terms = {Count.ToString(CultureInfo.InvariantCulture)}");
        for (var i = 0; i < _values.Length; i++)
            writer.WriteLine($"{i.ToString(CultureInfo.InvariantCulture)}\t{TextOf(_values[i]).ToString().ReplaceLineEndings(" ")}");
    }

    private static ReadOnlyMemory<char> TextOf(T value)
        => value is ReadOnlyMemory<char> text ? text : string.Format(CultureInfo.InvariantCulture, "{0}", value).AsMemory();

    private uint KeyOf(T value) => _keys.GetValueOrDefault(value);
}
