using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a class, checked against its members.</summary>
internal sealed class InternalSchemaDefinition
{
    private InternalSchemaDefinition(Column[] columns) => Columns = columns;

    public Column[] Columns { get; }

    /// <summary>The columns as <paramref name="schemaDefinition"/> has them or, without one, as the class has them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column has no member, or one of another type.</exception>
    public static InternalSchemaDefinition Create(Type userType, SchemaDefinition schemaDefinition, SchemaDefinition.Direction direction)
    {
        schemaDefinition ??= SchemaDefinition.Create(userType, direction);
        return new InternalSchemaDefinition([.. schemaDefinition.Select(column => Check(userType, column))]);
    }

    /// <summary>The type of a field or property.</summary>
    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>Whether values of the type are vectors, and the raw type of their items.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No column can have the type.</exception>
    public static void GetVectorAndItemType(Type rawType, string name, out bool isVector, out Type itemType)
    {
        isVector = rawType.IsArray || rawType.IsGenericType && rawType.GetGenericTypeDefinition() == typeof(VBuffer<>);
        itemType = rawType.IsArray ? rawType.GetElementType() : isVector ? rawType.GetGenericArguments()[0] : rawType;
        if (itemType == typeof(string))
            itemType = typeof(ReadOnlyMemory<char>);
        if (ColumnTypeExtensions.PrimitiveTypeFromType(itemType) == null || itemType.IsEnum)
            throw Contracts.ExceptParam(nameof(rawType), "Could not determine an IDataView type for member {0}", name);
    }

    /// <summary>The columns as a schema.</summary>
    public DataViewSchema ToSchema()
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in Columns)
            builder.AddColumn(column.ColumnName, column.ColumnType, column.Annotations);
        return builder.ToSchema();
    }

    private static Column Check(Type userType, SchemaDefinition.Column column)
    {
        var member = (MemberInfo)userType.GetField(column.MemberName) ?? userType.GetProperty(column.MemberName)
            ?? throw Contracts.ExceptParam("userSchemaDefinition", "No field or property with name '{0}' found in type '{1}'", column.MemberName, userType.FullName);
        var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        GetVectorAndItemType(TypeOf(member), member.Name, out var isVector, out var rawType);
        var vector = column.ColumnType as VectorDataViewType;
        if (column.ColumnType != null && isVector != (vector != null))
            throw Contracts.ExceptParam("userSchemaDefinition", "Column '{0}' is supposed to be {1}, but type of associated field '{2}' is {3}", name, vector != null ? "vector" : "scalar", column.MemberName, isVector ? "vector" : "scalar");
        if (column.ColumnType != null && column.ColumnType.GetItemType().RawType != rawType)
            throw Contracts.ExceptParam("userSchemaDefinition", "Column '{0}' is supposed to have item type {1}, but associated field has type {2}", name, column.ColumnType.GetItemType().RawType, rawType);
        var itemType = ColumnTypeExtensions.PrimitiveTypeFromType(rawType);
        return new Column(name, column.ColumnType ?? (isVector ? new VectorDataViewType(itemType) : itemType), member, column.Annotations);
    }

    /// <summary>A member and its column.</summary>
    public sealed record Column(string ColumnName, DataViewType ColumnType, MemberInfo MemberInfo, DataViewSchema.Annotations Annotations)
    {
        public Type OutputType => TypeOf(MemberInfo);
    }
}
