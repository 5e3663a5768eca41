using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Persistence;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MLNetTransfer.Tests;

internal sealed partial class EstimatorContract
{
    // What the estimator promises before it is fitted is what the fitted transformer delivers, annotations included.
    private void Schemas_agree(IEstimator<ITransformer> estimator, ITransformer transformer)
    {
        var promised = estimator.GetOutputSchema(ShapeOf(_data.Schema));
        var delivered = transformer.GetOutputSchema(_data.Schema);
        Assert.Equal(delivered.Select(c => c.Name).Distinct().Order(), promised.Select(c => c.Name).Order());
        foreach (var column in ShapeOf(delivered))
        {
            var promise = promised.Single(c => c.Name == column.Name);
            AssertSameShape(column, promise);
            Assert.Equal(column.Annotations.Select(a => a.Name).Order(), promise.Annotations.Select(a => a.Name).Order());
            foreach (var annotation in column.Annotations) AssertSameShape(annotation, promise.Annotations.Single(a => a.Name == annotation.Name));
        }
        Assert.Equal(delivered.Select(c => (c.Name, c.Type)), transformer.Transform(_data).Schema.Select(c => (c.Name, c.Type)));
        Assert.Equal(_outputs.Order(), delivered.Select(c => c.Name).Except(_data.Schema.Select(c => c.Name)).Order());
    }

    private void Wrong_columns_are_refused(IEstimator<ITransformer> estimator, ITransformer transformer)
    {
        foreach (var name in _texts)
        {
            var (without, retyped) = (Without(name), Retyped(name, "Number"));
            foreach (var wrong in new[] { without, retyped })
            {
                var expected = wrong == without ? $"column '{name}'" : $"column '{name}': expected {_inputType}, got Single";
                AssertRefused(expected, () => estimator.GetOutputSchema(ShapeOf(wrong.Schema)));
                AssertRefused(expected, () => estimator.Fit(wrong));
                AssertRefused(expected, () => transformer.Transform(wrong));
                AssertRefused(expected, () => transformer.GetOutputSchema(wrong.Schema));
                AssertRefused(expected, () => transformer.GetRowToRowMapper(wrong.Schema));
            }
            AssertRefused("Could not find", () => estimator.Fit(without));
            AssertRefused("Schema mismatch for", () => estimator.Fit(retyped));
        }
        if (_target is null) return;
        AssertRefused($"Could not find label column '{_target}'", () => estimator.Fit(Without(_target)));
        AssertRefused($"Could not find label column '{_target}'", () => estimator.GetOutputSchema(ShapeOf(Without(_target).Schema)));
        AssertRefused($"Schema mismatch for label column '{_target}'", () => estimator.Fit(Retyped(_target, "Text")));
        AssertRefused($"Schema mismatch for label column '{_target}'", () => estimator.GetOutputSchema(ShapeOf(Retyped(_target, "Text").Schema)));
        // The target is needed to learn and not to score.
        Assert.NotNull(transformer.Transform(Without(_target)));
    }

    private IDataView Without(string name) => _ml.Transforms.DropColumns(name).Fit(_data).Transform(_data);

    private IDataView Retyped(string name, string source) => _ml.Transforms.CopyColumns(name, source).Fit(_data).Transform(_data);

    private static void AssertRefused(string expected, Func<object> act) =>
        Assert.Contains(expected, Assert.Throws<ArgumentOutOfRangeException>(act).Message);

    private static void AssertSameShape(SchemaShape.Column expected, SchemaShape.Column actual) =>
        Assert.Equal((expected.Name, expected.Kind, expected.ItemType, expected.IsKey), (actual.Name, actual.Kind, actual.ItemType, actual.IsKey));

    // The visible columns of a schema; ML.NET's own conversion is internal.
    private static SchemaShape ShapeOf(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => ShapeOf(c.Name, c.Type, ShapeOf(c.Annotations.Schema))));

    private static SchemaShape.Column ShapeOf(string name, DataViewType type, SchemaShape annotations)
    {
        var kind = type is VectorDataViewType vector ? vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector : VectorKind.Scalar;
        var item = (type as VectorDataViewType)?.ItemType ?? type;
        return item is KeyDataViewType
            ? ShapeColumns.Create(name, kind, item.RawType == typeof(uint) ? NumberDataViewType.UInt32 : throw new NotSupportedException($"{item}"), isKey: true, annotations)
            : ShapeColumns.Create(name, kind, item, isKey: false, annotations);
    }
}
