using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Tests.Contract;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>The output columns have the types and annotations that ML.NET's own trainers give (read off the real package: goldens/mlnet/schema.json).</summary>
public class OutputSchemaTests
{
    private readonly MLContext _ml = TestContext.Create(1);

    private DataViewSchema Schema(Func<IDataView, IDataView>? relabel = null)
    {
        var rows = _ml.Data.LoadFromEnumerable(ContractRow.Some(30));
        var keyed = relabel?.Invoke(rows) ?? _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(rows).Transform(rows);
        using var model = TinyBert.Trainer(_ml, TinyBert.Options(epochs: 1)).Fit(keyed);
        return model.GetOutputSchema(keyed.Schema);
    }

    [Fact]
    public void Annotations_are_those_of_a_multiclass_trainer()
    {
        var schema = Schema();
        var score = schema["Score"];
        Assert.Equal("Vector<Single, 3>", score.Type.ToString());
        Assert.Equal(["ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind", "TrainingLabelValues", "SlotNames"], score.Annotations.Schema.Select(a => a.Name));
        Assert.Equal("MulticlassClassification", Text(score, "ScoreColumnKind"));
        Assert.Equal("Score", Text(score, "ScoreValueKind"));
        Assert.Equal("Key<UInt32, 0-2147483646>", score.Annotations.Schema["ScoreColumnSetId"].Type.ToString());
        Assert.Equal(["bank", "film", "food"], Texts(score, "SlotNames"));
        Assert.Equal(["bank", "film", "food"], Texts(score, "TrainingLabelValues"));

        var label = schema["PredictedLabel"];
        Assert.Equal("Key<UInt32, 0-2>", label.Type.ToString());
        Assert.Equal(["ScoreColumnKind", "ScoreValueKind", "KeyValues", "ScoreColumnSetId"], label.Annotations.Schema.Select(a => a.Name));
        Assert.Equal("MulticlassClassification", Text(label, "ScoreColumnKind"));
        Assert.Equal("PredictedLabel", Text(label, "ScoreValueKind"));
        Assert.Equal(["bank", "film", "food"], Texts(label, "KeyValues"));
    }

    [Fact]
    public void A_second_scorer_counts_on()
    {
        var rows = _ml.Data.LoadFromEnumerable(ContractRow.Some(30));
        var options = TinyBert.Options(epochs: 1);
        (options.ScoreColumnName, options.PredictedLabelColumnName) = ("Score2", "PredictedLabel2");
        var model = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Append(TinyBert.Trainer(_ml, TinyBert.Options(epochs: 1))).Append(TinyBert.Trainer(_ml, options)).Fit(rows);
        var schema = model.GetOutputSchema(rows.Schema);
        Assert.Equal((1u, 2u), (Set(schema["Score"]), Set(schema["Score2"])));
        model.Dispose();
    }

    [Fact]
    public void Key_values_need_not_be_text()
    {
        var schema = Schema(rows => _ml.Transforms.Conversion.MapValueToKey("Label", "Number").Fit(rows).Transform(rows));
        Assert.DoesNotContain(schema["Score"].Annotations.Schema, a => a.Name == "SlotNames");
        VBuffer<float> values = default;
        schema["PredictedLabel"].GetKeyValues(ref values);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (float)i), values.DenseValues());
    }

    private static string Text(DataViewSchema.Column column, string kind)
    {
        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(kind, ref text);
        return text.ToString();
    }

    private static IEnumerable<string> Texts(DataViewSchema.Column column, string kind)
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.Annotations.GetValue(kind, ref texts);
        return texts.DenseValues().Select(t => t.ToString());
    }

    private static uint Set(DataViewSchema.Column column)
    {
        var set = 0u;
        column.Annotations.GetValue("ScoreColumnSetId", ref set);
        return set;
    }
}
