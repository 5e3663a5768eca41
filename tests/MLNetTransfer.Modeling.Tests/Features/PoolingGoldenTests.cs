using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Features;

/// <summary>From token states to vectors, and back: sentence-transformers' modules, combinations of layers, AllenNLP's scalar mix.</summary>
public sealed class PoolingGoldenTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("modes")]
    [InlineData("left-padded")]
    [InlineData("prompt-excluded")]
    public void Pools_states_and_their_gradients_as_the_reference(string name)
    {
        var (settings, figures) = Case(name);
        var promptLength = (int?)settings["settings"]!["prompt_length"] ?? 0;
        foreach (var (mode, names) in (JsonObject)settings["settings"]!["modes"]!)
        {
            using var states = figures["input.states"].clone().requires_grad_();
            var pooled = ((JsonArray)names!).Select(n => StatePooler.Pool(states, Mask(figures), Way(n!), promptLength)).ToArray();
            var value = pooled.Length == 1 ? pooled[0] : cat(pooled, 1);
            Close(figures[mode], value, $"{name} {mode}");
            if (!figures.TryGetValue($"grad.{mode}.states", out var gradient)) continue;
            (value.pow(3).sum() / 3).backward();
            Close(gradient, states.grad!, $"gradient of {name} {mode}", 1e-4 * gradient.abs().max().item<float>());
        }
    }

    [Theory]
    [InlineData("normalize")]
    [InlineData("dense")]
    [InlineData("dense-identity")]
    public void Modules_of_a_sentence_transformers_folder_follow_one_another(string name)
    {
        var (_, figures) = Case(name);
        var read = SentenceModules.Read(Folder(name))!;
        var modules = read.CreateModules();
        using var states = figures["input.states"].clone().requires_grad_();
        var value = cat(read.Pooling.Select(p => StatePooler.Pool(states, Mask(figures), p)).ToArray(), 1);
        Close(figures["after.1"], value, "pooling");
        var number = 2;
        foreach (var module in modules)
        {
            value = module.call(value);
            Close(figures[$"after.{number}"], value, $"module {number}");
            number++;
        }
        (value.pow(3).sum() / 3).backward();
        Close(figures["grad.last.states"], states.grad!, "gradient", 1e-4 * figures["grad.last.states"].abs().max().item<float>());

        // What a saved model holds of the folder makes the same modules again.
        var again = SentenceModules.Read(read.Files)!;
        Assert.Equal(read.Pooling, again.Pooling);
        Close(modules.Aggregate(figures["after.1"], (v, m) => m.call(v)), again.CreateModules().Aggregate(figures["after.1"], (v, m) => m.call(v)), "read again");
    }

    [Fact]
    public void Layers_are_combined_before_pooling_as_the_reference_does()
    {
        var (settings, figures) = Case("layers");
        var last = States(figures)[^(int)settings["settings"]!["last"]!..];
        foreach (var combination in new[] { LayerCombination.Concatenate, LayerCombination.Mean, LayerCombination.Max, LayerCombination.Sum })
        {
            var name = combination == LayerCombination.Concatenate ? "concatenation" : combination.ToString().ToLowerInvariant();
            var states = LayerMix.Combine(last, combination);
            Close(figures[$"states.{name}"], states, name);
            foreach (var mode in (JsonArray)settings["settings"]!["modes"]!)
                Close(figures[$"{mode}.{name}"], StatePooler.Pool(states, Mask(figures), Way(mode!)), $"{mode} of {name}");
        }
        // sentence-transformers divides by the sum of the weights, which is a softmax of their logarithms.
        Close(figures["states.weighted"], LayerMix.Combine(last, LayerCombination.ScalarMix, figures["input.layer_weights"].log()), "weighted");
    }

    [Fact]
    public void Scalar_mix_is_that_of_ELMo()
    {
        var (_, figures) = Case("scalar-mix");
        using var weights = figures["input.weights"].clone().requires_grad_();
        using var gamma = figures["input.gamma"].clone().requires_grad_();
        var mixed = LayerMix.Combine(States(figures), LayerCombination.ScalarMix, weights, gamma);
        Close(figures["plain"], mixed, "plain", 1e-4);
        ((mixed * figures["input.attention_mask"].unsqueeze(2)).pow(3).sum() / 3).backward();
        Close(figures["grad.plain.weights"], weights.grad!, "gradient of the weights", 1e-4 * figures["grad.plain.weights"].abs().max().item<float>());
        Close(figures["grad.plain.gamma"], gamma.grad!, "gradient of gamma", 1e-4 * figures["grad.plain.gamma"].abs().max().item<float>());
    }

    private static Tensor[] States(IReadOnlyDictionary<string, Tensor> figures) =>
        [.. figures.Where(f => f.Key.StartsWith("input.states.", StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value)];

    private static Tensor Mask(IReadOnlyDictionary<string, Tensor> figures) => figures["input.attention_mask"].ne(0);

    private static TokenPooling Way(JsonNode mode) => SentencePooling.Read(new JsonObject { ["pooling_mode"] = (string)mode! }, "test")[0];

    private static (JsonObject Settings, Dictionary<string, Tensor> Figures) Case(string name)
    {
        using var file = SafetensorsFile.Open(Path.Combine(Folder(name), "golden.safetensors"));
        return (JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(name), "golden.json")))!.AsObject(), file.Tensors.Keys.ToDictionary(k => k, k => file.Read(k)));
    }

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Goldens", "pooling", name);

    private static void Close(Tensor expected, Tensor actual, string what, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"{what}: differs by {difference}, allowed {tolerance}");
    }
}
