using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Models;

public class PredictionEngineTests
{
    private static readonly MLContext _context = new(1);

    private static TransformerChain<Doubler> Model => new TransformerChain<ITransformer>(new Doubler("Middle", "A", 2)).Append(new Doubler("B", "Middle", 3));

    [Fact]
    public void Predictions_are_what_Transform_gives()
    {
        using var engine = _context.Model.CreatePredictionEngine<Number, Doubled>(Model);
        var numbers = new[] { new Number { A = 1, Text = "x" }, new Number { A = 4, Text = "y" } };
        var transformed = Model.Transform(_context.Data.LoadFromEnumerable(numbers)).GetColumn<float>("B");
        var predicted = Array.ConvertAll(numbers, engine.Predict);
        Assert.Equal(transformed, predicted.Select(p => p.B));
        Assert.Equal(["x", "y"], predicted.Select(p => p.Text));
        Assert.All(predicted, p => Assert.Equal(9, p.Extra));
        Assert.Equal(["A", "Text", "Middle", "B"], engine.OutputSchema.Select(c => c.Name));
    }

    [Fact]
    public void A_prediction_can_be_filled_again()
    {
        using var engine = _context.Model.CreatePredictionEngine<Number, Doubled>(Model);
        Doubled? prediction = null;
        engine.Predict(new Number { A = 1 }, ref prediction!);
        var first = prediction;
        engine.Predict(new Number { A = 2 }, ref prediction);
        Assert.Same(first, prediction);
        Assert.Equal(12, prediction.B);
        Assert.Throws<ArgumentNullException>(() => engine.Predict(null!));
    }

    [Fact]
    public void Missing_columns_are_ignored_unless_they_are_not_to_be()
    {
        _context.Model.CreatePredictionEngine<Number, Doubled>(Model).Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Model.CreatePredictionEngine<Number, Doubled>(Model, ignoreMissingColumns: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Model.CreatePredictionEngine<Doubled, Doubled>(Model));
        Assert.Throws<InvalidOperationException>(() => _context.Model.CreatePredictionEngine<Number, WrongType>(Model));
    }

    [Fact]
    public void An_engine_owns_the_model_unless_told_otherwise()
    {
        var model = Model;
        _context.Model.CreatePredictionEngine<Number, Doubled>(model, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.False(model.LastTransformer.IsDisposed);
        _context.Model.CreatePredictionEngine<Number, Doubled>(model).Dispose();
        Assert.All(model, t => Assert.True(((Doubler)t).IsDisposed));
    }

    private sealed class WrongType
    {
        public int B = 0;
    }
}
