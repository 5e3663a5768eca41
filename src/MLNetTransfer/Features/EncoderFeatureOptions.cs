using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Features;

/// <summary>What every estimator that reads features off a pretrained encoder is told. Each has an Options class of its own, which adds to these.</summary>
public abstract class EncoderFeatureOptions
{
    private protected EncoderFeatureOptions()
    {
    }

    /// <summary>The column that gets the features.</summary>
    /// <value>Default: "Features".</value>
    public string OutputColumnName { get; set; } = "Features";

    /// <summary>
    /// The pretrained encoder: a folder with config.json, weights and tokenizer files as Hugging Face lays them out, or a hub id such as
    /// "sentence-transformers/all-MiniLM-L6-v2", which is found in the local Hugging Face cache or downloaded.
    /// </summary>
    /// <value>Default: null, the small English encoder that ships in the package.</value>
    public string? Model { get; set; }

    /// <summary>Where features are kept, so that each text's are computed once; null to keep none. A loaded model keeps them as by default, or not at all.</summary>
    /// <value>Default: in memory and on disk, in the user's folder for caches.</value>
    public FeatureCacheOptions? Cache { get; set; } = new();

    /// <summary>The number format in which the network computes.</summary>
    /// <value>Default: <see cref="TrainingPrecision.Float32"/>, which gives the same features on every device up to rounding.</value>
    public TrainingPrecision Precision { get; set; } = TrainingPrecision.Float32;

    /// <summary>Ends a download.</summary>
    /// <value>Default: none.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal virtual void Validate()
    {
        RequireName(OutputColumnName, nameof(OutputColumnName));
        if (Model is not null && string.IsNullOrWhiteSpace(Model))
            throw new ArgumentException("The option Model is empty: name a folder with config.json, weights and tokenizer files, or a hub id such as 'sentence-transformers/all-MiniLM-L6-v2', or leave it out for the encoder in the package.", nameof(Model));
        Cache?.Validate();
        if (!Enum.IsDefined(Precision)) throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "The option Precision must be Auto, Float32 or BFloat16.");
    }

    private protected static void RequireName(string name, string option)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"The option {option} must name a column.", option);
    }
}
