using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns to number the values of columns.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly int _maximum;
    private readonly KeyOrdinality _order;
    private readonly bool _keyValuesAsText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, (string Output, string Input)[] columns, int maximum, KeyOrdinality order, bool keyValuesAsText, IDataView keyData)
    {
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        _host.CheckParam(maximum > 0, nameof(maximum), "At least one key must be allowed");
        (_columns, _maximum, _order, _keyValuesAsText, _keyData) = (columns, maximum, order, keyValuesAsText, keyData);
    }

    /// <summary>In which order values are numbered.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>In the order of their first rows.</summary>
        ByOccurrence = 0,

        /// <summary>In the order of the values.</summary>
        ByValue = 1,
    }

    /// <summary>Goes over the column's rows, or over the values given, once.</summary>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var vocabularies = Array.ConvertAll(_columns, pair => Learn(input, Find(input.Schema, pair.Input)));
        return new ValueToKeyMappingTransformer(_host, _columns, vocabularies, _keyValuesAsText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeBuilder(_host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var column = ShapeBuilder.Find(_host, inputSchema, input);
            List<SchemaShape.Column> annotations = [];
            if (column.HasSlotNames())
                annotations.Add(new(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
            annotations.Add(new(AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector, _keyValuesAsText ? TextDataViewType.Instance : column.ItemType, false));
            shape.Set(new SchemaShape.Column(output, column.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }

    private DataViewSchema.Column Find(DataViewSchema inputSchema, string name)
    {
        var column = inputSchema.GetColumnOrNull(name) ?? throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
        if (column.Type.GetItemType() is not PrimitiveDataViewType or RowIdDataViewType)
            throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", name, "a scalar type, or a vector of one", column.Type.ToString());
        return column;
    }

    private KeyVocabulary Learn(IDataView input, DataViewSchema.Column column)
    {
        if (_keyData is null)
            return KeyVocabulary.Learn(input, column, _maximum, _order == KeyOrdinality.ByValue);
        DataViewSchema.Column[] given = [.. _keyData.Schema.Where(candidate => !candidate.IsHidden)];
        if (given.Length != 1)
            throw _host.ExceptParam("keyData", "Must contain exactly one column, found {0}", given.Length);
        if (!given[0].Type.GetItemType().Equals(column.Type.GetItemType()))
            throw _host.ExceptSchemaMismatch("keyData", "key", given[0].Name, column.Type.GetItemType().ToString(), given[0].Type.GetItemType().ToString());
        return KeyVocabulary.Learn(_keyData, given[0], int.MaxValue, sorted: false);
    }
}
