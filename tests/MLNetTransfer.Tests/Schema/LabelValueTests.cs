using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Schema;

namespace MLNetTransfer.Tests.Schema;

/// <summary>Label values of every type survive as text, in any culture.</summary>
public class LabelValueTests
{
    private static void RoundTrip<T>(PrimitiveDataViewType type, params T[] values)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var all = new VBuffer<T>(values.Length, values);
        builder.Add<VBuffer<T>>("KeyValues", new VectorDataViewType(type, values.Length), (ref VBuffer<T> d) => all.CopyTo(ref d));
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Label", new KeyDataViewType(typeof(uint), values.Length), builder.ToAnnotations());
        var read = LabelValues.Of(schema.ToSchema()["Label"])!;
        var again = LabelValueCodec.Find(read.ItemType.ToString()!)!.Parse(read.AsText);

        var annotations = new DataViewSchema.Annotations.Builder();
        again.AddTo(annotations, "KeyValues");
        VBuffer<T> found = default;
        annotations.ToAnnotations().GetValue("KeyValues", ref found);
        Assert.Equal(values.Select(Show), found.DenseValues().Select(Show));

        static string Show(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    [Fact]
    public void Every_type_round_trips()
    {
        RoundTrip(TextDataViewType.Instance, "a".AsMemory(), "é 😀".AsMemory(), "".AsMemory());
        RoundTrip(NumberDataViewType.Single, 0.1f, float.MaxValue, -3f, float.PositiveInfinity);
        RoundTrip(NumberDataViewType.Double, 0.1, double.Epsilon);
        RoundTrip(NumberDataViewType.SByte, sbyte.MinValue);
        RoundTrip(NumberDataViewType.Byte, byte.MaxValue);
        RoundTrip(NumberDataViewType.Int16, short.MinValue);
        RoundTrip(NumberDataViewType.UInt16, ushort.MaxValue);
        RoundTrip(NumberDataViewType.Int32, int.MinValue, 5);
        RoundTrip(NumberDataViewType.UInt32, uint.MaxValue);
        RoundTrip(NumberDataViewType.Int64, long.MinValue);
        RoundTrip(NumberDataViewType.UInt64, ulong.MaxValue);
        RoundTrip(BooleanDataViewType.Instance, false, true);
        RoundTrip(DateTimeDataViewType.Instance, new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        RoundTrip(DateTimeOffsetDataViewType.Instance, new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)));
        RoundTrip(TimeSpanDataViewType.Instance, TimeSpan.FromTicks(123456789));
    }

    [Fact]
    public void A_label_without_values_has_none()
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Label", new KeyDataViewType(typeof(uint), 3));
        Assert.Null(LabelValues.Of(schema.ToSchema()["Label"]));
    }
}
