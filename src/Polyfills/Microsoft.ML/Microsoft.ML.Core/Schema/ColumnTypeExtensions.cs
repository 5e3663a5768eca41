using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Questions asked of types.</summary>
internal static class ColumnTypeExtensions
{
    /// <summary>The items' type of a vector; else the type itself.</summary>
    public static DataViewType GetItemType(this DataViewType columnType) => columnType is VectorDataViewType vector ? vector.ItemType : columnType;

    /// <summary>The size of a vector, 0 where it varies; 1 for anything else.</summary>
    public static int GetValueCount(this DataViewType columnType) => columnType is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>The size of a vector, 0 where it varies; 0 for anything else.</summary>
    public static int GetVectorSize(this DataViewType columnType) => columnType is VectorDataViewType vector ? vector.Size : 0;

    /// <summary>The type that is no key and has the raw type, or null.</summary>
    public static PrimitiveDataViewType PrimitiveTypeFromType(Type type)
    {
        if (type == typeof(ReadOnlyMemory<char>) || type == typeof(string))
            return TextDataViewType.Instance;
        if (type == typeof(bool))
            return BooleanDataViewType.Instance;
        if (type == typeof(TimeSpan))
            return TimeSpanDataViewType.Instance;
        if (type == typeof(DateTime))
            return DateTimeDataViewType.Instance;
        if (type == typeof(DateTimeOffset))
            return DateTimeOffsetDataViewType.Instance;
        return type == typeof(DataViewRowId) ? RowIdDataViewType.Instance : NumberDataViewType.FromType(type);
    }

    /// <summary>The type of a kind.</summary>
    public static PrimitiveDataViewType PrimitiveTypeFromKind(DataKind kind) => kind switch
    {
        DataKind.SByte => NumberDataViewType.SByte,
        DataKind.Byte => NumberDataViewType.Byte,
        DataKind.Int16 => NumberDataViewType.Int16,
        DataKind.UInt16 => NumberDataViewType.UInt16,
        DataKind.Int32 => NumberDataViewType.Int32,
        DataKind.UInt32 => NumberDataViewType.UInt32,
        DataKind.Int64 => NumberDataViewType.Int64,
        DataKind.UInt64 => NumberDataViewType.UInt64,
        DataKind.Single => NumberDataViewType.Single,
        DataKind.Double => NumberDataViewType.Double,
        DataKind.String => TextDataViewType.Instance,
        DataKind.Boolean => BooleanDataViewType.Instance,
        DataKind.TimeSpan => TimeSpanDataViewType.Instance,
        DataKind.DateTime => DateTimeDataViewType.Instance,
        DataKind.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
        _ => throw Contracts.Except("There is no type of kind {0}.", kind),
    };
}
