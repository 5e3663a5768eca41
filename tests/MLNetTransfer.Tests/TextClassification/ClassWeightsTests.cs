using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Tests.TextClassification;

public class ClassWeightsTests
{
    private static readonly int[] _labels = [0, 0, 0, 1];

    [Fact]
    public void Balanced_weights_are_scikit_learns()
    {
        // compute_class_weight("balanced", classes=[0, 1], y=[0, 0, 0, 1]); the third class does not occur.
        var weights = ClassWeights.Balanced.For(_labels, 3, null)!;
        Assert.Equal(0.6666666666666666, weights[0], 12);
        Assert.Equal(2.0, weights[1], 12);
        Assert.Equal(1.0, weights[2]);
    }

    [Fact]
    public void Weights_go_by_label_or_by_key()
    {
        Assert.Null(ClassWeights.None.For(_labels, 2, ["a", "b"]));
        Assert.Equal([1.0, 3.0], ClassWeights.Of(new Dictionary<string, double> { ["b"] = 3 }).For(_labels, 2, ["a", "b"])!);
        Assert.Equal([1.0, 3.0], ClassWeights.Of(new Dictionary<string, double> { ["2"] = 3 }).For(_labels, 2, null)!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_is_above_0(double weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassWeights.Of(new Dictionary<string, double> { ["a"] = weight }));
}
