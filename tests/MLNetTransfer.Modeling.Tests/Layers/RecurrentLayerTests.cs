using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Layers;

/// <summary>What the golden files, which have no dropout and one direction, do not show.</summary>
public class RecurrentLayerTests
{
    private const long Rows = 40, Tokens = 30, Size = 50;

    [Fact]
    public void Variational_dropout_drops_the_same_values_at_all_tokens_of_a_row()
    {
        using var scope = torch.NewDisposeScope();
        manual_seed(1);
        var output = new VariationalDropout(0.3).Apply(ones(Rows, Tokens, Size), training: true);
        Compare.Close("all tokens", output.narrow(1, 0, 1).expand(-1, Tokens, -1), output, 0);
        var values = Compare.Values(output.select(1, 0));
        Assert.All(values, v => Assert.True(v == 0 || Math.Abs(v - (1 / 0.7)) < 1e-5));
        // 2000 draws: four standard deviations.
        Assert.Equal(0.3, values.Count(v => v == 0) / (double)values.Length, 0.042);
        Assert.True(Enumerable.Range(0, (int)Rows).Select(r => string.Join(',', values.Skip(r * (int)Size).Take((int)Size))).Distinct().Count() > Rows / 2);
    }

    [Fact]
    public void Embedding_dropout_drops_a_word_at_all_its_places()
    {
        using var scope = torch.NewDisposeScope();
        manual_seed(1);
        var ids = arange(1000, dtype: ScalarType.Int64).remainder(500).view(10, 100);
        var output = new EmbeddingDropout(0.2).Apply(ones(10, 100, 4), ids, 500, training: true).view(2, 500, 4);
        Compare.Close("second time", output[0], output[1], 0);
        Compare.Close("whole vectors", output[0].narrow(1, 0, 1).expand(-1, 4), output[0], 0);
        var values = Compare.Values(output[0].select(1, 0));
        Assert.All(values, v => Assert.True(v == 0 || Math.Abs(v - 1.25) < 1e-5));
        Assert.Equal(0.2, values.Count(v => v == 0) / 500.0, 0.072);
    }

    [Fact]
    public void Weight_drop_drops_single_weights_and_draws_anew()
    {
        using var scope = torch.NewDisposeScope();
        manual_seed(1);
        using var layer = new WeightDrop(Size, 0.5);
        using (no_grad()) layer.get_parameter("weight_hh_l0_raw")!.fill_(1);
        layer.train();
        var (first, second) = (Compare.Values(layer.Draw()), Compare.Values(layer.Draw()));
        Assert.All(first, v => Assert.True(v is 0 or 2));
        Assert.Equal(0.5, first.Count(v => v == 0) / (double)first.Length, 0.02);
        Assert.Equal(0.5, first.Zip(second).Count(p => p.First != p.Second) / (double)first.Length, 0.02);
        layer.Draw().sum().backward();
        Assert.All(Compare.Values(layer.get_parameter("weight_hh_l0_raw")!.grad!), g => Assert.True(g is 0 or 2));
        layer.eval();
        Assert.All(Compare.Values(layer.Draw()), v => Assert.Equal(1, v));
    }

    /// <summary>PyTorch's own LSTM, forwards and, over the reversed rows, backwards.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_are_those_of_PyTorch(bool backward)
    {
        using var scope = torch.NewDisposeScope();
        manual_seed(2);
        using var reference = nn.LSTM(3, 5, batchFirst: true);
        var weights = reference.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var input = randn(2, 4, 3);
        var gates = nn.functional.linear(input, weights["weight_ih_l0"], weights["bias_ih_l0"] + weights["bias_hh_l0"]);
        var (outputs, state) = new LstmRecurrence { Order = LstmGateOrder.InputForgetCandidateOutput }.Run(gates, weights["weight_hh_l0"], null, LstmState.Zero(2, 5, 5, CPU), backward: backward);
        var (expected, output, cell) = reference.call(backward ? input.flip(1) : input);
        Compare.Close("outputs", backward ? expected.flip(1) : expected, outputs, 1e-6);
        Compare.Close("output", output.squeeze(0), state.Output, 1e-6);
        Compare.Close("cell", cell.squeeze(0), state.Cell, 1e-6);
    }

    [Fact]
    public void Batch_normalisation_follows_the_batches_it_is_trained_on()
    {
        using var scope = torch.NewDisposeScope();
        manual_seed(3);
        using var norm = new BatchNormalization(4);
        ParameterInitializer.Initialize(norm, 0.02, null);
        norm.train();
        var input = (randn(64, 4) * 3) + 5;
        var output = norm.call(input);
        Compare.Close("mean", zeros(4), output.mean(new long[] { 0 }), 1e-5);
        Compare.Close("running mean", input.mean(new long[] { 0 }) * 0.1, norm.get_buffer("running_mean")!, 1e-5);
        Compare.Close("running variance", (input.var(0) * 0.1) + 0.9, norm.get_buffer("running_var")!, 1e-5);
        Assert.Equal(1, norm.get_buffer("num_batches_tracked")!.item<long>());

        norm.eval();
        Compare.Close("by what is stored", (input - norm.get_buffer("running_mean")!) / (norm.get_buffer("running_var")! + 1e-5).sqrt(), norm.call(input), 1e-5);
        norm.train();
        // One row has no variance, and must not stop a training run.
        Assert.All(Compare.Values(norm.call(input.narrow(0, 0, 1))), v => Assert.True(float.IsFinite(v)));
        Assert.Equal(1, norm.get_buffer("num_batches_tracked")!.item<long>());
    }

    [Fact]
    public void Concat_pooling_does_not_see_padding()
    {
        using var scope = torch.NewDisposeScope();
        var states = tensor(new float[] { 1, 5, -9, 3, 100, 100 }).view(1, 3, 2);
        var mask = tensor(new[] { true, true, false }).view(1, 3);
        Compare.Close("pooled", tensor(new float[] { -9, 3, 1, 5, -4, 4 }).view(1, 6), ConcatPooling.Compute(states, mask), 0);
        Compare.Close("without padding", ConcatPooling.Compute(states, mask), ConcatPooling.Compute(states.narrow(1, 0, 2), null), 0);
    }
}
