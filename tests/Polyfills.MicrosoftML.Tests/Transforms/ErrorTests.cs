using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Transforms;

/// <summary>A wrong pipeline is told what the real package tells it.</summary>
public class ErrorTests
{
    private readonly MLContext _ml = new(1);

    private IDataView View => _ml.Data.LoadFromEnumerable(new[] { new Row { Text = "x", A = 1 }, new Row { Text = "y", A = 2 } });

    private IDataView Wrongs => _ml.Data.LoadFromEnumerable(new[] { new Wrong() });

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers => _ml.MulticlassClassification.Trainers;

    [Fact]
    public void Of_columns()
    {
        Goldens.AssertError("Concatenate of a missing column, Fit", () => _ml.Transforms.Concatenate("F", "Gone").Fit(View));
        Goldens.AssertError("Concatenate of text and number, Fit", () => _ml.Transforms.Concatenate("F", "Text", "A").Fit(View));
        Goldens.AssertError("Concatenate of a missing column, Transform", () => _ml.Transforms.Concatenate("F", "Gone").Fit(View).Transform(View));
        Goldens.AssertError("Concatenate of text and number, Transform", () => _ml.Transforms.Concatenate("F", "Text", "A").Fit(View).Transform(View));
        Goldens.AssertError("CopyColumns of a missing column, Fit", () => _ml.Transforms.CopyColumns("C", "Gone").Fit(View));
        Goldens.AssertError("DropColumns of a missing column, Transform", () => _ml.Transforms.DropColumns("Gone").Fit(View).Transform(View));
        Goldens.AssertError("SelectColumns of a missing column, Transform", () => _ml.Transforms.SelectColumns("Gone").Fit(View).Transform(View));
        Goldens.AssertError("MapValueToKey of a missing column, Fit", () => _ml.Transforms.Conversion.MapValueToKey("K", "Gone").Fit(View));
        Goldens.AssertError("MapKeyToValue of a number, Fit", () => _ml.Transforms.Conversion.MapKeyToValue("V", "A").Fit(View));
        Goldens.AssertError("Chain whose second estimator lacks its column, Fit", () => _ml.Transforms.CopyColumns("C", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("K", "Gone")).Fit(View));
    }

    [Fact]
    public void Of_rows()
    {
        Goldens.AssertError("TrainTestSplit with fraction 1", () => _ml.Data.TrainTestSplit(View, 1.0));
        Goldens.AssertError("CrossValidationSplit with 1 fold", () => _ml.Data.CrossValidationSplit(View, 1));
        Goldens.AssertError("CrossValidate with 1 fold", () => _ml.MulticlassClassification.CrossValidate(View, Trainers.LbfgsMaximumEntropy("K", "F"), 1));
        Goldens.AssertError("Evaluate without Score", () => _ml.MulticlassClassification.Evaluate(View));
        Goldens.AssertError("LoadFromTextFile of a missing file", () => _ml.Data.LoadFromTextFile<Row>("gone.tsv").GetColumn<float>("A").ToArray());
    }

    [Fact]
    public void Of_trainers()
    {
        var key = _ml.Transforms.Conversion.MapValueToKey("K", "Text");
        var features = _ml.Transforms.Concatenate("F", "A");
        Goldens.AssertError("LbfgsMaximumEntropy without label, Fit", () => features.Append(Trainers.LbfgsMaximumEntropy("Gone", "F")).Fit(View));
        Goldens.AssertError("LbfgsMaximumEntropy without features, Fit", () => key.Append(Trainers.LbfgsMaximumEntropy("K", "Gone")).Fit(View));
        Goldens.AssertError("LbfgsMaximumEntropy on a text label, Fit", () => features.Append(Trainers.LbfgsMaximumEntropy("Text", "F")).Fit(View));
        Goldens.AssertError("LbfgsMaximumEntropy on scalar features, Fit", () => key.Append(Trainers.LbfgsMaximumEntropy("K", "A")).Fit(View));
        Goldens.AssertError("LbfgsMaximumEntropy on no rows, Fit", () => key.Append(features).Append(Trainers.LbfgsMaximumEntropy("K", "F")).Fit(_ml.Data.LoadFromEnumerable(Array.Empty<Row>())));
        Goldens.AssertError("null label name", () => Trainers.LbfgsMaximumEntropy(null!, "F").Fit(View));
    }

    [Fact]
    public void Of_fitted_models()
    {
        var copier = _ml.Transforms.CopyColumns("C", "Text").Fit(View);
        Goldens.AssertError("Transform without the column", () => copier.Transform(Wrongs));
        Goldens.AssertError("PredictionEngine, input lacks the column", () => _ml.Model.CreatePredictionEngine<Wrong, Row>(copier));
        Goldens.AssertError("PredictionEngine, output has no such column", () => _ml.Model.CreatePredictionEngine<Row, Answer>(copier));
        Goldens.AssertError("Transform with another type", () => _ml.Transforms.Concatenate("C", "A").Fit(View).Transform(Wrongs).GetColumn<float[]>("C").ToArray());
        Goldens.AssertError("PredictionEngine whose input has another type", () => _ml.Model.CreatePredictionEngine<Other, Row>(_ml.Transforms.Conversion.MapValueToKey("K", "Text").Fit(View)));
    }

    private sealed class Row
    {
        public string Text = "";
        public float A;
        public bool B;
    }

    private sealed class Wrong
    {
        public int A;
    }

    private sealed class Answer
    {
        public float Nothing;
    }

    private sealed class Other
    {
        public float Text;
    }
}
