using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Polyfills.TorchSharp.Tests;

public class AutogradTests
{
    [Fact]
    public void Gradients_of_a_small_function()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, 3 }).requires_grad_();
        var y = tensor(new float[] { 4, 5, 6 }).requires_grad_();
        (x * x * y + y).sum().backward();
        Assert.Equal([8, 20, 36], x.grad!.data<float>().ToArray());
        Assert.Equal([2, 5, 10], y.grad!.data<float>().ToArray());
        // They accumulate until they are taken away.
        x.pow(2).sum().backward();
        Assert.Equal([10, 24, 42], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Gradients_of_gradients()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0).requires_grad_();
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Assert.Equal(27, first.ToDouble());
        Assert.Equal(18, autograd.grad([first], [x])[0].ToDouble());
    }

    [Fact]
    public void Unused_inputs_are_an_error_or_null()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var unused = ones(2).requires_grad_();
        Assert.Throws<ExternalException>(() => autograd.grad([x.sum()], [x, unused]));
        Assert.Null(autograd.grad([x.sum()], [x, unused], allow_unused: true)[1]);
    }

    [Fact]
    public void Nothing_is_recorded_without_grad()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        // A leaf that requires gradients must not be changed in place while gradients are recorded.
        Assert.Throws<ExternalException>(() => x.add_(1));
    }

    [Fact]
    public void Gradients_flow_through_views_and_indices()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: float32).view(2, 3).requires_grad_();
        (x[TensorIndex.Colon, TensorIndex.Slice(1)] * 2).sum().backward();
        Assert.Equal([0, 2, 2, 0, 2, 2], x.grad!.data<float>().ToArray());
        x.grad = null;
        x.transpose(0, 1).index_select(0, tensor(new long[] { 0, 0 })).sum().backward();
        Assert.Equal([2, 0, 0, 2, 0, 0], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Retained_gradients_of_inner_results()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var inner = x * 3;
        inner.retain_grad();
        inner.pow(2).sum().backward();
        Assert.Equal([6, 6], inner.grad!.data<float>().ToArray());
    }
}
