using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Examples;

/// <summary>One way to take an encoder's states.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Description">What it is.</param>
/// <param name="Options">Layers and pooling; null for what a sentence-transformers folder says itself.</param>
internal sealed record FeatureChoice(string Name, string Description, FeatureOptions? Options)
{
    public static readonly FeatureChoice[] All =
    [
        new("mean_last", "last layer, mean of the tokens", new()),
        new("cls_last", "last layer, first token", new() { Pooling = [TokenPooling.FirstToken] }),
        new("mean_last4", "last four layers, mean of the tokens", new() { Layers = LayerSelection.LastFour }),
        new("max_last4", "last four layers' largest, first token", new() { Layers = LayerSelection.LastFour, Combination = LayerCombination.Max, Pooling = [TokenPooling.FirstToken] }),
        new("sentence_embedding", "the model's own embedding", null),
    ];

    /// <summary>Whether an encoder of two layers can do it.</summary>
    public bool TakesOneLayer => Options is { Layers: var layers } && layers == LayerSelection.Last;

    public static FeatureChoice Named(string name) => All.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"--features is one or more of {string.Join(", ", All.Select(c => c.Name))}, not '{name}'.");
}
