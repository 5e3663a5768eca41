using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Values of annotations in a schema's entry.</summary>
internal abstract class ValueCodec
{
    /// <summary>Writes the value of an annotation.</summary>
    public static void Write(DataViewSchema.Annotations annotations, DataViewSchema.Column column, BinaryWriter writer) => For(column.Type).WriteValue(annotations, column, writer);

    /// <summary>Reads a value; gives its getter.</summary>
    public static Delegate Read(DataViewType type, BinaryReader reader) => For(type).ReadValue(reader);

    protected abstract void WriteValue(DataViewSchema.Annotations annotations, DataViewSchema.Column column, BinaryWriter writer);

    protected abstract Delegate ReadValue(BinaryReader reader);

    private static ValueCodec For(DataViewType type) =>
        (ValueCodec)Activator.CreateInstance((type is VectorDataViewType ? typeof(OfVector<>) : typeof(OfScalar<>)).MakeGenericType(type.GetItemType().RawType));

    /// <summary>Writes one value.</summary>
    public static void WriteItem<T>(T item, BinaryWriter writer)
    {
        switch (item)
        {
            case ReadOnlyMemory<char> text:
                writer.Write(text.ToString());
                break;
            case DateTime time:
                writer.Write(time.ToBinary());
                break;
            case DateTimeOffset time:
                writer.Write(time.Ticks);
                writer.Write((short)time.Offset.TotalMinutes);
                break;
            default:
                writer.Write(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref item), Unsafe.SizeOf<T>()));
                break;
        }
    }

    /// <summary>Reads one value.</summary>
    // Of texts, truth values and times not every pattern of bits is a value; of numbers and row identifiers it is.
    public static T ReadItem<T>(BinaryReader reader)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T)(object)reader.ReadString().AsMemory();
        if (typeof(T) == typeof(bool))
            return (T)(object)reader.ReadBoolean();
        if (typeof(T) == typeof(DateTime))
            return (T)(object)DateTime.FromBinary(reader.ReadInt64());
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)new DateTimeOffset(reader.ReadInt64(), TimeSpan.FromMinutes(reader.ReadInt16()));
        T item = default;
        reader.BaseStream.ReadExactly(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref item), Unsafe.SizeOf<T>()));
        return item;
    }

    private sealed class OfScalar<T> : ValueCodec
    {
        protected override void WriteValue(DataViewSchema.Annotations annotations, DataViewSchema.Column column, BinaryWriter writer)
        {
            T value = default;
            annotations.GetGetter<T>(column)(ref value);
            WriteItem(value, writer);
        }

        protected override Delegate ReadValue(BinaryReader reader)
        {
            var value = ReadItem<T>(reader);
            return (ValueGetter<T>)((ref T destination) => destination = value);
        }
    }

    private sealed class OfVector<T> : ValueCodec
    {
        protected override void WriteValue(DataViewSchema.Annotations annotations, DataViewSchema.Column column, BinaryWriter writer)
        {
            VBuffer<T> value = default;
            annotations.GetGetter<VBuffer<T>>(column)(ref value);
            writer.Write(value.Length);
            foreach (var item in value.DenseValues())
                WriteItem(item, writer);
        }

        protected override Delegate ReadValue(BinaryReader reader)
        {
            var length = reader.ReadInt32();
            // Each item takes a byte at least.
            Contracts.CheckDecode(length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position, "The schema of the model has an annotation that is longer than the schema");
            var items = new T[length];
            for (var i = 0; i < length; i++)
                items[i] = ReadItem<T>(reader);
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) => VBuffer<T>.Copy(items, 0, ref destination, length));
        }
    }
}
