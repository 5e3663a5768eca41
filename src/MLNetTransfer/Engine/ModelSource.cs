using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Engine;

/// <summary>Where the files of a pretrained model are.</summary>
internal abstract class ModelSource
{
    private const int UsualTokens = 512;

    /// <summary>What the log and errors call it.</summary>
    public abstract string Name { get; }

    /// <summary>What a sentence-transformers folder puts behind the encoder; null for none.</summary>
    public virtual SentenceModules? Modules => null;

    /// <summary>Finds a model, and downloads it where it has to be.</summary>
    /// <param name="model">A folder or a hub id; null for the encoder in the package.</param>
    /// <param name="info">Writes to the log.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="IOException">The model is not there; the message says what is missing.</exception>
    public static ModelSource Find(string? model, Action<string> info, CancellationToken cancellation) =>
        model is null ? new EmbeddedEncoder() : new ModelFolder(model, ModelLocator.Resolve(model, new DownloadLog(info), cancellation));

    /// <summary>How many tokens rows have at most where nobody says how many.</summary>
    /// <param name="modules">The sentence-transformers recipe that is followed, if any.</param>
    public int DefaultMaxTokens(SentenceModules? modules = null)
    {
        var source = ReadConfig();
        return Math.Min(modules?.MaxTokens ?? UsualTokens, FamilyRegistry.Find(source).ReadConfig(source).MaxPositions);
    }

    /// <exception cref="IOException">It is missing.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public abstract JsonObject ReadConfig();

    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public abstract TextTokenizer LoadTokenizer();

    /// <exception cref="IOException">There are no weights.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public abstract Checkpoint OpenWeights();
}

/// <summary>A folder in Hugging Face's layout.</summary>
/// <param name="model">What the user called it.</param>
/// <param name="folder">Where it is.</param>
internal sealed class ModelFolder(string model, string folder) : ModelSource
{
    private readonly Lazy<SentenceModules?> _modules = new(() => SentenceModules.Read(folder));

    public override string Name => model;

    public override SentenceModules? Modules => _modules.Value;

    public override JsonObject ReadConfig() => Checkpoint.ReadConfig(folder);

    public override TextTokenizer LoadTokenizer() => TextTokenizer.Load(folder);

    public override Checkpoint OpenWeights() => WeightFiles.Find(folder) is not null
        ? Checkpoint.Open(folder)
        : throw new FileNotFoundException($"The folder '{folder}' has config.json but no weights ({string.Join(", ", WeightFiles.Candidates.Select(c => c.File))}). Give a folder with weights, or set the option RandomWeights to train from scratch.");
}
