using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Schema;

/// <summary>What the keys of a label stand for (its annotation KeyValues): carried over to the output columns and saved with the model.</summary>
internal abstract class LabelValues
{
    public abstract PrimitiveDataViewType ItemType { get; }

    public abstract int Count { get; }

    /// <summary>The values as culture-independent text, in the order of the keys.</summary>
    public abstract IReadOnlyList<string> AsText { get; }

    public bool IsText => ItemType is TextDataViewType;

    /// <summary>Adds the values as an annotation of the given kind.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>The values of a column of keys, or of vectors of keys; null where it has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are of a type that cannot be saved.</exception>
    public static LabelValues? Of(DataViewSchema.Column label)
    {
        if (label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is not { Type: VectorDataViewType { IsKnownSize: true } vector }) return null;
        var key = (KeyDataViewType)((label.Type as VectorDataViewType)?.ItemType ?? label.Type);
        if ((ulong)vector.Size != key.Count) return null;
        var values = LabelValueCodec.Find(vector.ItemType)?.Read(label.Annotations);
        return values ?? throw new ArgumentOutOfRangeException("labelCol", $"The key values of label column '{label.Name}' are of type {vector.ItemType}, which a saved model cannot hold: map them to text before MapValueToKey.");
    }
}

internal sealed class LabelValues<T>(LabelValueCodec<T> codec, T[] values) : LabelValues
{
    public override PrimitiveDataViewType ItemType => codec.ItemType;

    public override int Count => values.Length;

    public override IReadOnlyList<string> AsText => [.. values.Select(codec.Format)];

    public override void AddTo(DataViewSchema.Annotations.Builder annotations, string kind)
    {
        var all = new VBuffer<T>(values.Length, values);
        annotations.Add<VBuffer<T>>(kind, new VectorDataViewType(codec.ItemType, values.Length), (ref VBuffer<T> destination) => all.CopyTo(ref destination));
    }
}
