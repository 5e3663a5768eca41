using MLNetTransfer.Modeling.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>The short cut through the last layer gives what the long way gives, forwards and backwards.</summary>
public class FirstTokenTests
{
    [Fact]
    public void States_and_gradients_are_those_of_all_tokens()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("bert/base");
        using var encoder = golden.BareEncoder();
        using var batch = golden.Batch();

        var (first, gradients) = Run(EncoderOutputs.FirstToken | EncoderOutputs.Pooled);
        var (expected, expectedGradients) = Run(EncoderOutputs.FirstToken | EncoderOutputs.Pooled | EncoderOutputs.LastHiddenState);
        Compare.Close("first token", expected.FirstToken!, first.FirstToken!, 1e-6);
        Compare.Close("pooled", expected.Pooled!, first.Pooled!, 1e-6);
        Compare.Close("first of all", expected.LastHiddenState!.select(1, 0), first.FirstToken!, 1e-6);
        Assert.Null(first.LastHiddenState);
        foreach (var (name, gradient) in gradients)
            Compare.Close(name, expectedGradients[name], gradient, Math.Max(1e-6, 1e-5 * Compare.Largest(expectedGradients[name])));

        (EncoderOutput, Dictionary<string, Tensor>) Run(EncoderOutputs wanted)
        {
            encoder.zero_grad();
            var output = encoder.Encode(batch, wanted);
            (output.FirstToken!.sin().sum() + output.Pooled!.sum()).backward();
            return (output, encoder.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone()));
        }
    }
}
