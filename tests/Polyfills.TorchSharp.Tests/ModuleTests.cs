using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Polyfills.TorchSharp.Tests;

// Parameters are called as the fields are.
#pragma warning disable IDE1006

public class ModuleTests
{
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Linear dense;
        private readonly Parameter scale;
        private readonly Tensor steps;

        public Block(long size) : base(nameof(Block))
        {
            dense = nn.Linear(size, size);
            scale = new Parameter(ones(size));
            steps = zeros(1, dtype: int64);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => dense.call(input) * scale;
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding words;
        private readonly ModuleList<Block> layers;
        private readonly LayerNorm norm;
        private readonly Dropout dropout;

        public Network() : base(nameof(Network))
        {
            words = nn.Embedding(10, 4, padding_idx: 0);
            layers = nn.ModuleList(new Block(4), new Block(4));
            norm = nn.LayerNorm(4);
            dropout = nn.Dropout(0.5);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var x = words.call(input);
            foreach (var layer in layers) x = layer.call(x);
            return dropout.call(norm.call(x));
        }
    }

    private static readonly string[] _names =
    [
        "words.weight",
        "layers.0.scale", "layers.0.dense.weight", "layers.0.dense.bias",
        "layers.1.scale", "layers.1.dense.weight", "layers.1.dense.bias",
        "norm.weight", "norm.bias",
    ];

    [Fact]
    public void Names_are_the_fields_and_places()
    {
        using var network = new Network();
        Assert.Equal(_names.Order(), network.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["layers.0.steps", "layers.1.steps"], network.named_buffers().Select(b => b.name));
        Assert.Equal(["words", "layers", "norm", "dropout"], network.named_children().Select(c => c.name));
        Assert.Equal(["words", "layers", "norm", "dropout", "layers.0", "layers.1", "layers.0.dense", "layers.1.dense"], network.named_modules().Select(m => m.name));
        Assert.Equal(_names.Concat(["layers.0.steps", "layers.1.steps"]).Order(), network.state_dict().Keys.Order());
        Assert.NotNull(network.get_parameter("layers.1.dense.bias"));
        Assert.Null(network.get_parameter("layers.2.dense.bias"));
    }

    [Fact]
    public void State_is_copied_strictly_or_not()
    {
        using var scope = NewDisposeScope();
        using var from = new Network();
        using var to = new Network();
        Assert.Empty(to.load_state_dict(from.state_dict()).missing_keys);
        Assert.Equal(from.get_parameter("layers.1.dense.weight")!.data<float>().ToArray(), to.get_parameter("layers.1.dense.weight")!.data<float>().ToArray());
        Assert.NotEqual(from.get_parameter("norm.weight")!.Handle, to.get_parameter("norm.weight")!.Handle);

        var partly = from.state_dict();
        partly.Remove("norm.bias");
        partly["more"] = ones(1);
        Assert.Throws<InvalidOperationException>(() => to.load_state_dict(partly));
        var (missing, unexpected) = to.load_state_dict(partly, strict: false);
        Assert.Equal(["norm.bias"], missing);
        Assert.Equal(["more"], unexpected);

        var wrong = from.state_dict();
        wrong["norm.bias"] = ones(5);
        Assert.Throws<ExternalException>(() => to.load_state_dict(wrong));
    }

    [Fact]
    public void Training_mode_reaches_every_part()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        var ids = tensor(new long[] { 1, 2, 3, 0 }).view(1, 4);
        Assert.True(network.training);
        Assert.Contains(0f, network.call(ids).data<float>().ToArray());
        network.eval();
        Assert.All(network.modules(), m => Assert.False(m.training));
        Assert.True(network.call(ids).allclose(network.call(ids)));
        network.train();
        Assert.All(network.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void Conversion_replaces_parameters_and_keeps_integers()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        var before = network.get_parameter("norm.weight")!;
        Assert.Same(network, network.to(bfloat16));
        Assert.True(before.IsInvalid);
        Assert.All(network.parameters(), p => Assert.Equal((ScalarType.BFloat16, true, true), (p.dtype, p.requires_grad, p.is_leaf)));
        Assert.All(network.buffers(), b => Assert.Equal(ScalarType.Int64, b.dtype));
        network.eval();
        Assert.Equal(ScalarType.BFloat16, network.call(tensor(new long[] { 1 })).dtype);
        Assert.Throws<ArgumentException>(() => network.to(int64));
    }

    [Fact]
    public void Embedding_rows_and_their_gradients()
    {
        using var scope = NewDisposeScope();
        using var words = nn.Embedding(4, 2, padding_idx: 0);
        Assert.Equal([0, 0], words.weight[0].data<float>().ToArray());
        words.call(tensor(new long[] { 0, 1, 1, 3 })).sum().backward();
        Assert.Equal([0, 0, 2, 2, 0, 0, 1, 1], words.weight.grad!.data<float>().ToArray());
        var e = Assert.Throws<ExternalException>(() => words.call(tensor(new long[] { 4 })));
        Assert.Contains("index out of range", e.Message);
        using var given = nn.Embedding_from_pretrained(arange(4, dtype: float32).view(2, 2));
        Assert.Equal([2, 3], given.call(tensor(new long[] { 1 })).data<float>().ToArray());
        Assert.False(given.weight.requires_grad);
    }

    [Fact]
    public void Layer_norm_has_mean_0_and_variance_1()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.LayerNorm(4, eps: 0);
        var y = norm.call(tensor(new float[] { 1, 2, 3, 4 }));
        var deviation = MathF.Sqrt(1.25f);
        Assert.Equal([-1.5f / deviation, -0.5f / deviation, 0.5f / deviation, 1.5f / deviation], y.data<float>().ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Hooks_see_and_replace()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 2, hasBias: false);
        var hook = linear.register_forward_hook((_, _, output) => output * 0);
        Assert.Equal([0, 0], linear.call(ones(2)).data<float>().ToArray());
        Assert.NotEqual([0, 0], linear.forward(ones(2)).data<float>().ToArray());
        hook.remove();
        Assert.NotEqual([0, 0], linear.call(ones(2)).data<float>().ToArray());
    }

    [Fact]
    public void Gradients_are_clipped_by_their_common_norm()
    {
        using var scope = NewDisposeScope();
        var a = new Parameter(tensor(new float[] { 3 }));
        var b = new Parameter(tensor(new float[] { 4 }));
        var none = new Parameter(ones(1));
        (a.pow(2) / 2 + b.pow(2) / 2).backward();
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b, none], 1), 5);
        Assert.Equal(0.6, a.grad!.ToDouble(), 5);
        Assert.Equal(1, nn.utils.clip_grad_norm_([a, b], 2), 5);
        Assert.Equal(0.8, b.grad!.ToDouble(), 5);
    }

    [Fact]
    public void Lstm_is_its_equations()
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(3, 2, batchFirst: true);
        Assert.Equal(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], lstm.named_parameters().Select(p => p.name));
        var x = randn(1, 2, 3);
        var (output, last, _) = lstm.call(x);
        var p = lstm.parameters().ToArray();
        Tensor h = zeros(1, 2), c = zeros(1, 2);
        for (var t = 0; t < 2; t++)
        {
            var gates = (nn.functional.linear(x.select(1, t), p[0], p[2]) + nn.functional.linear(h, p[1], p[3])).chunk(4, 1);
            c = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh();
            h = gates[3].sigmoid() * c.tanh();
        }
        Assert.True(h.allclose(output.select(1, 1), atol: 1e-6));
        Assert.True(h.allclose(last.select(0, 0), atol: 1e-6));
        using var both = nn.LSTM(3, 2, numLayers: 2, bidirectional: true);
        Assert.Equal(16, both.parameters().Count());
        Assert.Equal([5, 1, 4], both.call(randn(5, 1, 3)).Item1.shape);
    }
}
