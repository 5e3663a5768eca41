using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class ClassificationLossTests
{
    [Theory]
    [InlineData("plain", false, 0)]
    [InlineData("weighted", true, 0)]
    [InlineData("smoothed", false, 0.1)]
    [InlineData("weighted-smoothed", true, 0.1)]
    public void Value_and_gradient_are_the_references(string name, bool weighted, double smoothing)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> golden = Golden.Tensors("optim/losses");
        long[] labels = golden["label.labels"].data<long>().ToArray();
        long[] counted = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0).Select(i => (long)i)];
        Tensor logits = golden["input.logits"].to(TestDevice.Current).requires_grad_();
        double[]? weights = weighted ? [.. golden["input.class_weight"].data<float>().ToArray().Select(w => (double)w)] : null;
        using var loss = new ClassificationLoss(4, smoothing, weights, TestDevice.Current);
        TaskLoss value = loss.Of(logits.index_select(0, tensor(counted, device: TestDevice.Current)), [.. counted.Select(i => labels[i])]);
        Tensor mean = value.Sum / value.Weight;
        mean.backward();
        Assert.Equal(Golden.Json("optim/losses").GetProperty(name).GetDouble(), mean.cpu().item<float>(), 1e-5);
        Compare.Close("gradient", golden["grad." + name], logits.grad!, 1e-5);
    }

    [Fact]
    public void Weights_must_be_positive_and_as_many_as_the_classes()
    {
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => new ClassificationLoss(3, 0, [1, 1], CPU)).Message, StringComparison.Ordinal);
        Assert.Contains("ClassWeights", Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationLoss(2, 0, [1, 0], CPU)).Message, StringComparison.Ordinal);
        Assert.Contains("LabelSmoothing", Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationLoss(2, 1, null, CPU)).Message, StringComparison.Ordinal);
    }
}
