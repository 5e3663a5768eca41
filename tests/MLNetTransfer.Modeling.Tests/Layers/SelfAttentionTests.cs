using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Layers;

/// <summary>Many tokens at a time take another way through the projections than few do: what comes out, and the gradients, are the same.</summary>
public class SelfAttentionTests
{
    private const long Rows = 40, Tokens = 16, Width = 24, Heads = 3;

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Many_rows_at_once_give_what_each_gives_alone(bool bias, bool scales)
    {
        using var scope = NewDisposeScope();
        using var attention = new SelfAttention(Width, Heads, 0, new() { Bias = bias, ScalesScores = scales });
        using (var generator = new Generator(4)) ParameterInitializer.Initialize(attention, 0.3, generator);
        var states = randn(new long[] { Rows, Tokens, Width }, generator: new Generator(5));
        var weight = randn(new long[] { Rows, Tokens, Width }, generator: new Generator(6));
        var visible = arange(Tokens).unsqueeze(0) < (arange(Rows) % Tokens + 1).unsqueeze(1);
        var mask = visible.view(Rows, 1, 1, Tokens);

        var (together, gradients) = Run(all => attention.Forward(all, new(mask), Tokens));
        var (apart, expected) = Run(all => cat([.. Enumerable.Range(0, (int)Rows).Select(r => attention.Forward(all.narrow(0, r, 1), new(mask.narrow(0, r, 1)), Tokens))]));

        Assert.InRange((together - apart).abs().max().item<float>(), 0, 1e-5f);
        foreach (var (e, a) in expected.Zip(gradients)) Assert.InRange((e - a).abs().max().item<float>(), 0, 1e-4f * Math.Max(1, e.abs().max().item<float>()));

        (Tensor Output, Tensor[] Gradients) Run(Func<Tensor, Tensor> forward)
        {
            using var input = states.clone().requires_grad_(true);
            var output = forward(input);
            (output * weight).sum().backward();
            Tensor[] all = [input.grad!.clone(), .. attention.parameters().Select(p => p.grad!.clone())];
            attention.zero_grad();
            return (output.detach(), all);
        }
    }
}
