using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>Makes the network that a Fit begins with, out of a pretrained encoder's folder.</summary>
internal static class PretrainedModel
{
    /// <summary>The model's folder, downloaded where it has to be.</summary>
    /// <exception cref="IOException">The model is not there; the message says what is missing.</exception>
    public static string Locate(string model, Action<string> info, CancellationToken cancellation) => ModelLocator.Resolve(model, new DownloadLog(info), cancellation);

    /// <summary>How many tokens of a text an encoder reads where the user names no number: what its folder says, else 512, and no more than it can.</summary>
    public static int DefaultMaxTokens(string folder, int? named = null)
    {
        const int usual = 512;
        var source = Checkpoint.ReadConfig(folder);
        return Math.Min(named ?? usual, FamilyRegistry.Find(source).ReadConfig(source).MaxPositions);
    }

    /// <param name="request">What is wanted.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="design">What is put on the encoder.</param>
    /// <param name="describe">Writes into config.json what the network's outputs are.</param>
    /// <exception cref="IOException">The folder lacks a file; the message says which.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    /// <exception cref="ArgumentException">Rows may be longer than the model can read.</exception>
    public static TextModel Open(PretrainedRequest request, string folder, NetworkDesign design, Action<JsonObject>? describe = null)
    {
        var source = Checkpoint.ReadConfig(folder);
        // Says which task the weights were stored for, which is no longer so.
        source.Remove("architectures");
        describe?.Invoke(source);
        var family = FamilyRegistry.Find(source);
        var config = family.ReadConfig(source);
        var tokenizer = TextTokenizer.Load(folder);
        if (request.Truncation.MaxTokens > config.MaxPositions)
            throw new ArgumentException($"The option Truncation.MaxTokens is {request.Truncation.MaxTokens}, but the model '{request.Model}' reads {config.MaxPositions} tokens at most.", nameof(TextTrainerOptions.Truncation));
        if (tokenizer.VocabularySize > config.VocabularySize)
            throw new InvalidDataException($"The tokenizer in '{folder}' has {tokenizer.VocabularySize} tokens and the network's config.json {config.VocabularySize}: they do not belong together.");

        var network = request.RandomWeights ? Random(request, design, family, config) : Load(request, folder, design, family, config);
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

    private static TaskModel Load(PretrainedRequest request, string folder, NetworkDesign design, IFamily family, EncoderConfig config)
    {
        if (WeightFiles.Find(folder) is null)
            throw new FileNotFoundException($"The folder '{folder}' has config.json but no weights ({string.Join(", ", WeightFiles.Candidates.Select(c => c.File))}). Give a folder with weights, or set the option RandomWeights to train from scratch.");
        using var checkpoint = Checkpoint.Open(folder);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        var network = design.Create(family, config);
        try
        {
            // A head of another size does not fit, and is made anew.
            var stored = design.Stored(network);
            var report = checkpoint.LoadInto(stored, design.Names(family, config), new LoadOptions { MayBeMissing = design.MayBeMissing, ReplaceMismatched = true });
            using var generator = Generator(request);
            ParameterInitializer.Initialize(stored, config.InitializerRange, generator, report.NotLoaded);
            request.Info($"Loaded '{request.Model}' ({config.ModelType}, {config.LayerCount} layers, hidden size {config.HiddenSize}): {report}.");
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
