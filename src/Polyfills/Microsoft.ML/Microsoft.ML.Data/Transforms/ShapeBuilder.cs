using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A schema's shape on its way through an estimator.</summary>
internal sealed class ShapeBuilder
{
    private readonly List<SchemaShape.Column> _columns;

    public ShapeBuilder(IHost host, SchemaShape inputSchema)
    {
        host.CheckValue(inputSchema, nameof(inputSchema));
        _columns = [.. inputSchema];
    }

    /// <summary>An input column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that name.</exception>
    public static SchemaShape.Column Find(IHost host, SchemaShape inputSchema, string name)
        => inputSchema.TryFindColumn(name, out var column) ? column : throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);

    /// <summary>Adds a column in place of one of the same name.</summary>
    public void Set(SchemaShape.Column column)
    {
        var at = _columns.FindIndex(known => known.Name == column.Name);
        if (at >= 0)
            _columns[at] = column;
        else
            _columns.Add(column);
    }

    public SchemaShape ToShape() => new(_columns);
}
