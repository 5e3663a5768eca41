using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Gives columns again under other names.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly (string Output, string Input)[] _columns;

    internal ColumnCopyingEstimator(IHostEnvironment env, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ColumnCopyingEstimator)), new ColumnCopyingTransformer(env, columns))
        => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeBuilder(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var column = ShapeBuilder.Find(Host, inputSchema, input);
            shape.Set(new SchemaShape.Column(output, column.Kind, column.ItemType, column.IsKey, column.Annotations));
        }
        return shape.ToShape();
    }
}
