using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Types in a schema's entry: a code, then what the type has besides.</summary>
internal static class TypeCodec
{
    private const byte Key = 100;
    private const byte Vector = 101;
    private const byte RowId = 102;

    public static bool CanWrite(DataViewType type) => type switch
    {
        VectorDataViewType vector => CanWrite(vector.ItemType),
        KeyDataViewType => true,
        _ => type is RowIdDataViewType || KindOf(type) != 0,
    };

    public static void Write(DataViewType type, BinaryWriter writer)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write(Vector);
                writer.Write(vector.Dimensions.Length);
                foreach (var dimension in vector.Dimensions)
                    writer.Write(dimension);
                Write(vector.ItemType, writer);
                break;
            case KeyDataViewType key:
                writer.Write(Key);
                writer.Write((byte)KindOf(NumberDataViewType.FromType(key.RawType)));
                writer.Write(key.Count);
                break;
            default:
                writer.Write(type is RowIdDataViewType ? RowId : (byte)KindOf(type));
                break;
        }
    }

    public static DataViewType Read(BinaryReader reader)
    {
        var code = reader.ReadByte();
        if (code != Vector)
            return ReadPrimitive(code, reader);
        var rank = reader.ReadInt32();
        Contracts.CheckDecode(rank is > 0 and <= 64, "The schema of the model has a vector of an impossible number of dimensions");
        var dimensions = new int[rank];
        for (var i = 0; i < rank; i++)
            dimensions[i] = reader.ReadInt32();
        return new VectorDataViewType(ReadPrimitive(reader.ReadByte(), reader), dimensions);
    }

    private static PrimitiveDataViewType ReadPrimitive(byte code, BinaryReader reader)
    {
        if (code == RowId)
            return RowIdDataViewType.Instance;
        if (code == Key)
            return new KeyDataViewType(FromKind(reader.ReadByte()).RawType, reader.ReadUInt64());
        return FromKind(code);
    }

    private static PrimitiveDataViewType FromKind(byte kind)
    {
        Contracts.CheckDecode(Enum.IsDefined((DataKind)kind), "The schema of the model has a column of an unknown type");
        return ColumnTypeExtensions.PrimitiveTypeFromKind((DataKind)kind);
    }

    private static DataKind KindOf(DataViewType type) => Enum.GetValues<DataKind>().FirstOrDefault(kind => ColumnTypeExtensions.PrimitiveTypeFromKind(kind).Equals(type));
}
