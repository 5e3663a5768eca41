using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>Makes the network that a Fit begins with, out of a pretrained encoder's folder.</summary>
internal static class PretrainedModel
{
    /// <param name="request">What is wanted.</param>
    /// <param name="source">Where its files are.</param>
    /// <param name="design">What is put on the encoder.</param>
    /// <param name="describe">Writes into config.json what the network's outputs are.</param>
    /// <exception cref="IOException">The folder lacks a file; the message says which.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    /// <exception cref="ArgumentException">Rows may be longer than the model can read.</exception>
    public static TextModel Open(PretrainedRequest request, ModelSource source, NetworkDesign design, Action<JsonObject>? describe = null)
    {
        var json = source.ReadConfig();
        // Says which task the weights were stored for, which is no longer so.
        json.Remove("architectures");
        describe?.Invoke(json);
        var family = FamilyRegistry.Find(json);
        var config = family.ReadConfig(json);
        var tokenizer = source.LoadTokenizer();
        if (request.Truncation.MaxTokens > config.MaxPositions)
            throw new ArgumentException($"The option Truncation.MaxTokens is {request.Truncation.MaxTokens}, but the model '{source.Name}' reads {config.MaxPositions} tokens at most.", nameof(TextTrainerOptions.Truncation));
        if (tokenizer.VocabularySize > config.VocabularySize)
            throw new InvalidDataException($"The tokenizer of '{source.Name}' has {tokenizer.VocabularySize} tokens and the network's config.json {config.VocabularySize}: they do not belong together.");

        var network = request.RandomWeights ? Random(request, design, family, config) : Load(request, source, design, family, config);
        try
        {
            return new TextModel(family, network, design, tokenizer, request.Truncation, request.Precision, request.Device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static TaskModel Random(PretrainedRequest request, NetworkDesign design, IFamily family, EncoderConfig config)
    {
        var network = design.Create(family, config);
        using var generator = Generator(request);
        ParameterInitializer.Initialize(network, config.InitializerRange, generator);
        request.Info($"The encoder begins with random weights ({config.ModelType}, {config.LayerCount} layers, hidden size {config.HiddenSize}).");
        return network;
    }

    private static TaskModel Load(PretrainedRequest request, ModelSource source, NetworkDesign design, IFamily family, EncoderConfig config)
    {
        using var checkpoint = source.OpenWeights();
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        var network = design.Create(family, config);
        try
        {
            // A head of another size does not fit, and is made anew.
            var stored = design.Stored(network);
            var report = checkpoint.LoadInto(stored, design.Names(family, config), new LoadOptions { MayBeMissing = design.MayBeMissing, ReplaceMismatched = true });
            using var generator = Generator(request);
            ParameterInitializer.Initialize(stored, config.InitializerRange, generator, report.NotLoaded);
            request.Info($"Loaded '{source.Name}' ({config.ModelType}, {config.LayerCount} layers, hidden size {config.HiddenSize}): {report}.");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static torch.Generator Generator(PretrainedRequest request) => new((ulong)request.Seed);
}
