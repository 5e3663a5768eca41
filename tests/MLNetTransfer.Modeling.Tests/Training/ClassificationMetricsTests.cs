using System.Text.Json;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class ClassificationMetricsTests
{
    [Theory]
    [InlineData("binary")]
    [InlineData("five")]
    [InlineData("perfect")]
    [InlineData("one-class-predicted")]
    [InlineData("class-never-labelled")]
    [InlineData("one-class")]
    [InlineData("certain-and-wrong")]
    public void Figures_are_those_of_scikit_learn(string set)
    {
        JsonElement golden = Golden.Json("metrics/classification"), given = golden.GetProperty("settings").GetProperty(set), expected = golden.GetProperty(set);
        int[] labels = given.GetProperty("labels").Integers(), predictions = given.GetProperty("predictions").Integers();
        var metrics = new ClassificationMetrics(given.GetProperty("classes").GetInt32());
        for (int i = 0; i < labels.Length; i++) metrics.Count(labels[i], predictions[i]);

        var figures = metrics.Compute();
        Assert.Equal(expected.GetProperty("accuracy_micro").GetDouble(), figures["Accuracy"], 1e-9);
        Assert.Equal(expected.GetProperty("accuracy_macro").GetDouble(), figures["MacroAccuracy"], 1e-9);
        Assert.Equal(expected.GetProperty("f1").GetProperty("macro").GetDouble(), figures["MacroF1"], 1e-9);
        Assert.Equal(expected.GetProperty("f1").GetProperty("weighted").GetDouble(), figures["WeightedF1"], 1e-9);
        Assert.Equal(expected.GetProperty("matthews").GetDouble(), figures["MatthewsCorrelation"], 1e-9);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("five")]
    [InlineData("certain-and-wrong")]
    public void Loss_is_the_mean_cross_entropy(string set)
    {
        JsonElement golden = Golden.Json("metrics/classification"), given = golden.GetProperty("settings").GetProperty(set);
        int[] labels = given.GetProperty("labels").Integers();
        var metrics = new ClassificationMetrics(given.GetProperty("classes").GetInt32());
        foreach ((int label, JsonElement row) in labels.Zip(given.GetProperty("probabilities").EnumerateArray()))
            metrics.Add([.. row.Doubles().Select(p => (float)Math.Log(p))], label);

        var figures = metrics.Compute();
        Assert.Equal(golden.GetProperty(set).GetProperty("log_loss").GetDouble(), figures["Loss"], 1e-6);
        Assert.Equal(golden.GetProperty(set).GetProperty("accuracy_micro").GetDouble(), figures["Accuracy"], 1e-9);
    }

    [Fact]
    public void Every_figure_has_a_definition()
    {
        var metrics = new ClassificationMetrics(2);
        metrics.Count(0, 1);
        Assert.Equal(ClassificationMetrics.Definitions.Select(d => d.Name), metrics.Compute().Keys);
    }
}
