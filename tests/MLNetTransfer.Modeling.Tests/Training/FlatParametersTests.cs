using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class FlatParametersTests
{
    [Fact]
    public void Parameters_are_views_of_the_buffer_and_keep_their_values()
    {
        using var scope = NewDisposeScope();
        using var task = new ToyTask();
        float[] before = task.Weights();
        using var parameters = new FlatParameters(task.Network);
        Assert.Equal(before, task.Weights());
        parameters.Values.zero_();
        Assert.All(task.Weights(), w => Assert.Equal(0, w));
    }

    [Fact]
    public void Back_propagation_adds_to_the_gradient_buffer()
    {
        using var scope = NewDisposeScope();
        using var task = new ToyTask();
        task.Model.train();
        using var parameters = new FlatParameters(task.Network);
        task.Loss([0, 1, 2]).Sum.backward();
        Tensor once = parameters.Gradients.clone();
        Assert.NotEqual(0, once.norm(2f).cpu().item<float>());
        task.Loss([0, 1, 2]).Sum.backward();
        Compare.Close("gradients", once * 2, parameters.Gradients, 1e-4);
    }

    [Fact]
    public void Gradients_of_embeddings_are_the_same_as_without_the_buffer()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("bert/train");
        using var model = (SequenceClassificationModel)golden.Model();
        using var batch = golden.Batch();
        model.Loss(model.Forward(batch), golden.Label("labels")).backward();
        var expected = model.named_parameters().ToDictionary(p => p.Item1, p => p.Item2.grad!.clone());
        model.zero_grad();

        using var parameters = new FlatParameters(model);
        model.Loss(model.Forward(batch), golden.Label("labels")).backward();
        foreach (ParameterSlot slot in parameters.Slots)
            Compare.Close(slot.Name, expected[slot.Name], slot.In(parameters.Gradients), 1e-6);
    }

    [Fact]
    public void A_model_can_be_used_and_trained_again_afterwards()
    {
        using var scope = NewDisposeScope();
        using var task = new ToyTask();
        float[] before = task.Weights();
        new FlatParameters(task.Network).Dispose();
        new FlatParameters(task.Network).Dispose();

        Assert.Equal(before, task.Weights());
        Assert.All(task.Model.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void A_model_that_is_frozen_throughout_cannot_be_trained()
    {
        using var task = new ToyTask();
        foreach (TorchSharp.Modules.Parameter parameter in task.Model.parameters()) parameter.requires_grad = false;

        Assert.Contains("requires gradients", Assert.Throws<InvalidOperationException>(() => new FlatParameters(task.Model)).Message, StringComparison.Ordinal);
    }
}
