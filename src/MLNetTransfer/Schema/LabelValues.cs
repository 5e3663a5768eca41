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

    /// <summary>Checks that the same class has the same key in the rows that are trained on and in those that are validated on.</summary>
    /// <param name="training">The label column of the former, of keys or of vectors of keys or text.</param>
    /// <param name="validation">That of the latter.</param>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void CheckSame(DataViewSchema.Column training, DataViewSchema.Column validation)
    {
        if (ItemOf(training).Equals(ItemOf(validation)) && (ItemOf(training) is not KeyDataViewType || TextsOf(training).SequenceEqual(TextsOf(validation)))) return;
        throw new ArgumentException($"The labels of the option ValidationSet differ from those of the training rows: column '{training.Name}' is {validation.Type} there and {training.Type} here, or their key values differ. Pass both through the same fitted MapValueToKey.", "ValidationSet");

        static IReadOnlyList<string> TextsOf(DataViewSchema.Column label) => Of(label)?.AsText ?? [];
    }

    /// <summary>The values of a column of keys, or of vectors of keys; null where it has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are of a type that cannot be saved.</exception>
    public static LabelValues? Of(DataViewSchema.Column label)
    {
        if (label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is not { Type: VectorDataViewType { IsKnownSize: true } vector }) return null;
        var key = (KeyDataViewType)ItemOf(label);
        if ((ulong)vector.Size != key.Count) return null;
        var values = LabelValueCodec.Find(vector.ItemType)?.Read(label.Annotations);
        return values ?? throw new ArgumentOutOfRangeException("labelCol", $"The key values of label column '{label.Name}' are of type {vector.ItemType}, which a saved model cannot hold: map them to text before MapValueToKey.");
    }

    private static DataViewType ItemOf(DataViewSchema.Column label) => (label.Type as VectorDataViewType)?.ItemType ?? label.Type;
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
