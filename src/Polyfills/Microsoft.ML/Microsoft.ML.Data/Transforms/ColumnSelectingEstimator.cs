using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    private readonly string[] _names;
    private readonly bool _keeps;

    private ColumnSelectingEstimator(IHostEnvironment env, ColumnSelectingTransformer transformer, string[] names, bool keeps)
        : base(env.Register(nameof(ColumnSelectingEstimator)), transformer)
        => (_names, _keeps) = (names, keeps);

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        SchemaShape.Column[] named = [.. _names.Select(name => ShapeBuilder.Find(Host, inputSchema, name))];
        return new SchemaShape(_keeps ? named : inputSchema.Where(column => !_names.Contains(column.Name)));
    }

    internal static ColumnSelectingEstimator Keep(IHostEnvironment env, string[] names, bool keepHidden)
        => new(env, ColumnSelectingTransformer.CreateKeep(env, names, keepHidden), names, keeps: true);

    internal static ColumnSelectingEstimator Drop(IHostEnvironment env, string[] names)
        => new(env, ColumnSelectingTransformer.CreateDrop(env, names), names, keeps: false);
}
