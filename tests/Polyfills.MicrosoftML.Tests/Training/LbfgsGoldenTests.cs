using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Training;

/// <summary>LbfgsMaximumEntropy finds the weights that the real package's finds.</summary>
public class LbfgsGoldenTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Goldens.Read("lbfgs").GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_biases_and_scores(int index)
    {
        var golden = Goldens.Read("lbfgs");
        var expected = golden.GetProperty("cases")[index];
        var ml = new MLContext(1);
        var rows = golden.GetProperty("labels").EnumerateArray().Zip(golden.GetProperty("features").EnumerateArray(), (label, features) => new Row { Label = label.GetUInt32(), Features = Numbers(features) }).ToArray();
        var view = ml.Data.LoadFromEnumerable(rows);
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: expected.GetProperty("l1").GetSingle(), l2Regularization: expected.GetProperty("l2").GetSingle());
        var model = trainer.Fit(view);

        VBuffer<float>[]? weights = null;
        model.Model.GetWeights(ref weights, out var classes);
        Assert.Equal(3, classes);
        var expectedWeights = expected.GetProperty("weights").EnumerateArray().Select(Numbers).ToArray();
        var tolerance = 1e-3 * expectedWeights.Max(w => w.Max(MathF.Abs));
        for (var k = 0; k < classes; k++)
        {
            AssertClose(expectedWeights[k], [.. weights![k].DenseValues()], tolerance);
            // What the penalty on sizes drove to 0 is 0.
            Assert.Equal(expectedWeights[k].Select(w => w == 0), weights[k].DenseValues().Select(w => w == 0));
        }
        AssertClose(Numbers(expected.GetProperty("biases")), [.. model.Model.GetBiases()], tolerance);
        var scores = model.Transform(view).GetColumn<float[]>("Score").ToArray();
        var expectedScores = expected.GetProperty("scores").EnumerateArray().Select(Numbers).ToArray();
        for (var i = 0; i < expectedScores.Length; i++) AssertClose(expectedScores[i], scores[i], 1e-3);
        Assert.Equal(scores.Select(s => (uint)Array.IndexOf(s, s.Max()) + 1), model.Transform(view).GetColumn<uint>("PredictedLabel"));
    }

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetSingle())];

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{expected[i]} expected at {i}, {actual[i]} found");
    }

    private sealed class Row
    {
        [KeyType(3)]
        public uint Label;

        [VectorType(4)]
        public float[] Features = [];
    }
}
