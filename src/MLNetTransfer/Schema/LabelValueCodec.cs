using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Schema;

/// <summary>How label values of one type are read off a column and turned into text and back.</summary>
internal abstract class LabelValueCodec
{
    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    private static readonly LabelValueCodec[] _all =
    [
        new LabelValueCodec<ReadOnlyMemory<char>>(TextDataViewType.Instance, v => v.ToString(), t => t.AsMemory()),
        new LabelValueCodec<bool>(BooleanDataViewType.Instance, v => v ? "true" : "false", bool.Parse),
        new LabelValueCodec<sbyte>(NumberDataViewType.SByte, v => v.ToString(_invariant), t => sbyte.Parse(t, _invariant)),
        new LabelValueCodec<byte>(NumberDataViewType.Byte, v => v.ToString(_invariant), t => byte.Parse(t, _invariant)),
        new LabelValueCodec<short>(NumberDataViewType.Int16, v => v.ToString(_invariant), t => short.Parse(t, _invariant)),
        new LabelValueCodec<ushort>(NumberDataViewType.UInt16, v => v.ToString(_invariant), t => ushort.Parse(t, _invariant)),
        new LabelValueCodec<int>(NumberDataViewType.Int32, v => v.ToString(_invariant), t => int.Parse(t, _invariant)),
        new LabelValueCodec<uint>(NumberDataViewType.UInt32, v => v.ToString(_invariant), t => uint.Parse(t, _invariant)),
        new LabelValueCodec<long>(NumberDataViewType.Int64, v => v.ToString(_invariant), t => long.Parse(t, _invariant)),
        new LabelValueCodec<ulong>(NumberDataViewType.UInt64, v => v.ToString(_invariant), t => ulong.Parse(t, _invariant)),
        new LabelValueCodec<float>(NumberDataViewType.Single, v => v.ToString("R", _invariant), t => float.Parse(t, _invariant)),
        new LabelValueCodec<double>(NumberDataViewType.Double, v => v.ToString("R", _invariant), t => double.Parse(t, _invariant)),
        new LabelValueCodec<DateTime>(DateTimeDataViewType.Instance, v => v.ToString("O", _invariant), t => DateTime.Parse(t, _invariant, DateTimeStyles.RoundtripKind)),
        new LabelValueCodec<DateTimeOffset>(DateTimeOffsetDataViewType.Instance, v => v.ToString("O", _invariant), t => DateTimeOffset.Parse(t, _invariant, DateTimeStyles.RoundtripKind)),
        new LabelValueCodec<TimeSpan>(TimeSpanDataViewType.Instance, v => v.ToString("c", _invariant), t => TimeSpan.Parse(t, _invariant)),
    ];

    public abstract PrimitiveDataViewType ItemType { get; }

    public abstract LabelValues Read(DataViewSchema.Annotations annotations);

    /// <exception cref="FormatException">A text is no value of this type.</exception>
    public abstract LabelValues Parse(IReadOnlyList<string> texts);

    public static LabelValueCodec? Find(DataViewType itemType) => _all.FirstOrDefault(c => c.ItemType.Equals(itemType));

    /// <summary>By the name that the type has in a saved model.</summary>
    public static LabelValueCodec? Find(string typeName) => _all.FirstOrDefault(c => c.ItemType.ToString() == typeName);
}

internal sealed class LabelValueCodec<T>(PrimitiveDataViewType itemType, Func<T, string> format, Func<string, T> parse) : LabelValueCodec
{
    public override PrimitiveDataViewType ItemType => itemType;

    public string Format(T value) => format(value);

    public override LabelValues Read(DataViewSchema.Annotations annotations)
    {
        VBuffer<T> values = default;
        annotations.GetValue(AnnotationKinds.KeyValues, ref values);
        return new LabelValues<T>(this, [.. values.DenseValues()]);
    }

    public override LabelValues Parse(IReadOnlyList<string> texts) => new LabelValues<T>(this, [.. texts.Select(parse)]);
}
