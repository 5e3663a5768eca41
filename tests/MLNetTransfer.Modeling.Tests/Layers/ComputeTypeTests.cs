using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Layers;

public class ComputeTypeTests
{
    [Fact]
    public void It_ends_with_its_scope_and_is_the_threads_own()
    {
        Assert.Equal(ScalarType.Float32, ComputeType.Current);
        using (ComputeType.Use(ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, ComputeType.Current);
            var elsewhere = ScalarType.Float64;
            var thread = new Thread(() => elsewhere = ComputeType.Current);
            thread.Start();
            thread.Join();
            Assert.Equal(ScalarType.Float32, elsewhere);
            using (ComputeType.Use(ScalarType.Float32)) Assert.Equal(ScalarType.Float32, ComputeType.Current);
            Assert.Equal(ScalarType.BFloat16, ComputeType.Current);
        }
        Assert.Equal(ScalarType.Float32, ComputeType.Current);
        Assert.Throws<NotSupportedException>(() => ComputeType.Use(ScalarType.Float16));
    }

    [Theory]
    [InlineData("bert/sequence-classification")]
    [InlineData("bert/pretraining")]
    public void In_bfloat16_scores_are_near_and_gradients_float32(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        using var type = ComputeType.Use(ScalarType.BFloat16);
        var (outputs, loss) = golden.Run(model);
        // bfloat16 keeps 8 bits, and these tiny models have values around 1.
        foreach (var (key, output) in outputs.Where(o => o.Key.Contains("logits", StringComparison.Ordinal)))
        {
            Assert.Equal(ScalarType.Float32, output.dtype);
            if (output.dim() == 3) Compare.CloseTokens(key, golden.Tensors[key], output, golden.Input("attention_mask"), 0.15);
            else Compare.Close(key, golden.Tensors[key], output, 0.15);
        }
        Assert.Equal(golden.Loss!.Value, loss!.item<float>(), 0.05);
        loss.backward();
        foreach (var parameter in model.parameters())
        {
            Assert.Equal(ScalarType.Float32, parameter.dtype);
            Assert.Equal(ScalarType.Float32, parameter.grad!.dtype);
        }
    }
}
