using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns that a class is read into or from.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>Which members count: those that can be read, those that can be written, or both.</summary>
    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    /// <summary>The first column of the name, or null; set, it replaces that one or is added.</summary>
    public Column this[string columnName]
    {
        get => this.FirstOrDefault(column => column.ColumnName == columnName);
        set
        {
            Contracts.CheckValue(value, nameof(value));
            if (value.ColumnName != columnName)
                throw Contracts.ExceptParam(nameof(columnName), "The column name is specified as '{0}' but must match the selector '{1}'.", value.ColumnName, columnName);
            var index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <summary>The columns of a class: one a public field or property, fields first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Two members have one column name, or a member has a type that no column can have.</exception>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Contracts.CheckValue(userType, nameof(userType));
        var columns = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (var member in Members(userType, direction))
        {
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (!names.Add(name))
                throw Contracts.ExceptParam(nameof(userType), "Duplicate column name '{0}' detected, this is disallowed", name);
            columns.Add(new Column(member.Name, TypeOf(member), name));
        }
        return columns;
    }

    private static IEnumerable<MemberInfo> Members(Type userType, Direction direction)
    {
        var fields = userType.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => !field.IsLiteral);
        var properties = userType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0
            && (direction.HasFlag(Direction.Read) && property.GetGetMethod() != null || direction.HasFlag(Direction.Write) && property.GetSetMethod() != null));
        return fields.Concat<MemberInfo>(properties).Where(member => InternalSchemaDefinition.TypeOf(member) != typeof(IChannel) && member.GetCustomAttribute<NoColumnAttribute>() == null);
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        InternalSchemaDefinition.GetVectorAndItemType(InternalSchemaDefinition.TypeOf(member), member.Name, out var isVector, out var rawType);
        var itemType = ColumnTypeExtensions.PrimitiveTypeFromType(rawType);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(rawType))
                throw Contracts.ExceptParam("userType", "Member {0} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type", member.Name);
            itemType = new KeyDataViewType(rawType, key.Count ?? MaxValue(rawType));
        }
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (vector != null && !isVector)
            throw Contracts.ExceptParam("userType", "Member {0} marked with VectorTypeAttribute, but does not appear to be a vector type", member.Name);
        if (!isVector)
            return itemType;
        return vector?.Dims is { Length: > 0 } dimensions ? new VectorDataViewType(itemType, dimensions) : new VectorDataViewType(itemType);
    }

    private static ulong MaxValue(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };

    /// <summary>A member and its column.</summary>
    public sealed class Column
    {
        private readonly Dictionary<string, Action<DataViewSchema.Annotations.Builder>> _annotations = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = Contracts.CheckNonEmpty(memberName, nameof(memberName));
            ColumnName = columnName;
            ColumnType = columnType;
        }

        /// <summary>The member.</summary>
        public string MemberName { get; }

        /// <summary>The column; the member's name where null.</summary>
        public string ColumnName { get; set; }

        /// <summary>The column's type; that of the member where null.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>The annotations that were added.</summary>
        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var add in _annotations.Values)
                    add(builder);
                return builder.ToAnnotations();
            }
        }

        /// <summary>Adds an annotation to the column.</summary>
        /// <param name="kind">Its name.</param>
        /// <param name="value">Its value; an array where the type is a vector.</param>
        /// <param name="annotationType">Its type.</param>
        /// <exception cref="InvalidOperationException">There is one of the name already.</exception>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Contracts.CheckValue(kind, nameof(kind));
            Contracts.CheckValue(annotationType, nameof(annotationType));
            var getter = AnnotationValues.CreateGetter(value, annotationType);
            if (!_annotations.TryAdd(kind, builder => builder.Add(kind, annotationType, getter)))
                throw Contracts.Except("Column already contains an annotation of this kind.");
        }

        /// <summary>Takes over the annotations of another schema's column.</summary>
        internal void AddAnnotations(DataViewSchema.Annotations annotations)
        {
            foreach (var annotation in annotations.Schema)
                _annotations[annotation.Name] = builder => builder.Add(annotations, kind => kind == annotation.Name);
        }
    }
}
