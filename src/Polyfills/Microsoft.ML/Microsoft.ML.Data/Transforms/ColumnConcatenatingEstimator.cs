using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Puts columns of one item type one after another into a vector.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        _host = env.Register(nameof(ColumnConcatenatingEstimator));
        _host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        _host.CheckValue(inputColumnNames, nameof(inputColumnNames));
        _host.CheckParam(inputColumnNames.All(name => !string.IsNullOrEmpty(name)), nameof(inputColumnNames), "Contains some null or empty items");
        _host.CheckParam(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
        (_output, _inputs) = (outputColumnName, inputColumnNames);
    }

    /// <summary>The transformer; whether the columns are there and fit each other shows when it is used.</summary>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new ColumnConcatenatingTransformer(_host, _output, _inputs);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeBuilder(_host, inputSchema);
        SchemaShape.Column[] inputs = [.. _inputs.Select(name => ShapeBuilder.Find(_host, inputSchema, name))];
        var first = inputs[0];
        foreach (var column in inputs)
            if (!column.ItemType.Equals(first.ItemType) || column.IsKey != first.IsKey)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, first.ItemType.ToString(), column.GetTypeString());
        var kind = inputs.Any(column => column.Kind == SchemaShape.Column.VectorKind.VariableVector) ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        shape.Set(new SchemaShape.Column(_output, kind, first.ItemType, first.IsKey, new SchemaShape(Annotations(inputs, kind))));
        return shape.ToShape();
    }

    private static IEnumerable<SchemaShape.Column> Annotations(SchemaShape.Column[] inputs, SchemaShape.Column.VectorKind kind)
    {
        if (inputs.All(column => column.IsNormalized()))
            yield return new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
        if (kind == SchemaShape.Column.VectorKind.Vector && inputs.Any(column => column.Kind == SchemaShape.Column.VectorKind.Scalar || column.HasSlotNames()))
            yield return new(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);
    }
}
