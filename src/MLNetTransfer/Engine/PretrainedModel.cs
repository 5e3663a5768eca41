using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>Makes the network that a Fit begins with: the encoder of the option Model under a new head.</summary>
internal static class PretrainedModel
{
    private const string EncoderPrefix = "encoder.";
    private const string PoolerPrefix = "encoder.pooler.";

    /// <param name="fit">Where options come from and the log goes to.</param>
    /// <param name="head">The head.</param>
    /// <param name="describe">Writes into config.json what the head's outputs are.</param>
    /// <exception cref="IOException">The model is not there; the message says what is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    /// <exception cref="ArgumentException">Rows may be longer than the model can read.</exception>
    public static TextModel Open(TextFit fit, HeadOptions head, Action<JsonObject> describe)
    {
        var options = fit.Options;
        var folder = ModelLocator.Resolve(options.Model!, new DownloadLog(fit), options.CancellationToken);
        var source = Checkpoint.ReadConfig(folder);
        // Says which task the weights were stored for, which is no longer so.
        source.Remove("architectures");
        describe(source);
        var family = FamilyRegistry.Find(source);
        var config = family.ReadConfig(source);
        var tokenizer = TextTokenizer.Load(folder);
        if (options.Truncation.MaxTokens > config.MaxPositions)
            throw new ArgumentException($"The option Truncation.MaxTokens is {options.Truncation.MaxTokens}, but the model '{options.Model}' reads {config.MaxPositions} tokens at most.", nameof(TextTrainerOptions.Truncation));
        if (tokenizer.VocabularySize > config.VocabularySize)
            throw new InvalidDataException($"The tokenizer in '{folder}' has {tokenizer.VocabularySize} tokens and the network's config.json {config.VocabularySize}: they do not belong together.");

        var network = options.RandomWeights ? Random(fit, family, config, head) : Load(fit, folder, family, config, head);
        try
        {
            return new TextModel(family, network, head.Kind, tokenizer, options.Truncation, options.ScoringPrecision, fit.Device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static TaskModel Random(TextFit fit, IFamily family, EncoderConfig config, HeadOptions head)
    {
        var network = family.CreateModel(config, head);
        using var generator = Generator(fit);
        ParameterInitializer.Initialize(network, config.InitializerRange, generator);
        fit.Info($"The encoder begins with random weights ({config.ModelType}, {config.LayerCount} layers, hidden size {config.HiddenSize}).");
        return network;
    }

    private static TaskModel Load(TextFit fit, string folder, IFamily family, EncoderConfig config, HeadOptions head)
    {
        if (WeightFiles.Find(folder) is null)
            throw new FileNotFoundException($"The folder '{folder}' has config.json but no weights ({string.Join(", ", WeightFiles.Candidates.Select(c => c.File))}). Give a folder with weights, or set the option RandomWeights to train from scratch.");
        using var checkpoint = Checkpoint.Open(folder);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        var network = family.CreateModel(config, head);
        try
        {
            // Encoders stored without a task have no head, and those stored with a task on tokens have no pooler; a head of another size does not fit.
            var report = checkpoint.LoadInto(network, family.NamesOf(config, head.Kind), new LoadOptions
            {
                MayBeMissing = name => !name.StartsWith(EncoderPrefix, StringComparison.Ordinal) || name.StartsWith(PoolerPrefix, StringComparison.Ordinal),
                ReplaceMismatched = true,
            });
            using var generator = Generator(fit);
            ParameterInitializer.Initialize(network, config.InitializerRange, generator, report.NotLoaded);
            fit.Info($"Loaded '{fit.Options.Model}' ({config.ModelType}, {config.LayerCount} layers, hidden size {config.HiddenSize}): {report}.");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static torch.Generator Generator(TextFit fit) => new((ulong)fit.Seed);
}
