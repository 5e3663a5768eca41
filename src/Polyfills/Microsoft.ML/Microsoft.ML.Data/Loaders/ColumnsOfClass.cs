using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a text file that a class's members are loaded from.</summary>
internal static class ColumnsOfClass
{
    /// <exception cref="InvalidOperationException">A public member does not say where it is loaded from, or is of a type that no text can hold.</exception>
    public static TextLoader.Column[] Of(Type type)
    {
        IEnumerable<MemberInfo> fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance);
        IEnumerable<MemberInfo> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0);
        return [.. fields.Concat(properties).Where(member => member.GetCustomAttribute<NoColumnAttribute>() is null).Select(ColumnOf)];
    }

    private static TextLoader.Column ColumnOf(MemberInfo member)
    {
        var kind = member is FieldInfo ? "Field" : "Property";
        var source = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw Contracts.Except($"{kind} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
        var type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        var isVector = type.IsArray || type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var item = type.IsArray ? type.GetElementType() : isVector ? type.GetGenericArguments()[0] : type;
        if (item == typeof(string))
            item = typeof(ReadOnlyMemory<char>);
        var dataKind = Enum.GetValues<DataKind>().FirstOrDefault(known => ColumnTypeExtensions.PrimitiveTypeFromKind(known).RawType == item);
        Contracts.Check(dataKind != 0, $"{kind} {member.Name} is of unsupported type.");
        return new TextLoader.Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            DataKind = dataKind,
            Source = [.. source.Sources.Select(range => new TextLoader.Range(range.Min, range.Max) { ForceVector = isVector })],
            KeyCount = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyCount { Count = key.Count } : null,
        };
    }
}
