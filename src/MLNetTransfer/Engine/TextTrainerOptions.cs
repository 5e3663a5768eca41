using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Engine;

/// <summary>What every trainer that fine-tunes an encoder on texts is told. Each trainer has an Options class of its own, which adds to these.</summary>
public abstract class TextTrainerOptions : TrainerOptions
{
    private protected TextTrainerOptions()
    {
    }

    /// <summary>The column of text to learn from.</summary>
    /// <value>Default: "Text".</value>
    public string TextColumnName { get; set; } = "Text";

    /// <summary>A second column of text, for tasks on pairs; null where rows have one text.</summary>
    /// <value>Default: null.</value>
    public string? SecondTextColumnName { get; set; }

    /// <summary>
    /// The pretrained encoder: a folder with config.json, weights and tokenizer files as Hugging Face lays them out, or a hub id such as
    /// "sentence-transformers/all-MiniLM-L6-v2", which is found in the local Hugging Face cache or downloaded.
    /// </summary>
    /// <value>Default: null, the small English encoder that ships in the package.</value>
    public string? Model { get; set; }

    /// <summary>
    /// Starts from random weights instead of pretrained ones: <see cref="Model"/> then needs config.json and tokenizer files only, and weights that lie beside
    /// them are not read.
    /// </summary>
    /// <value>Default: false; a folder without weights is refused.</value>
    public bool RandomWeights { get; set; }

    /// <summary>How many tokens a row may have, and which part of a longer text is kept.</summary>
    /// <value>Default: the first 128 tokens.</value>
    public TruncationOptions Truncation { get; set; } = new();

    /// <summary>Lets the encoder learn from text without labels first: from the training rows' own, or from another view.</summary>
    /// <value>Default: null, the encoder is taken as it is.</value>
    public FurtherPretrainingOptions? FurtherPretraining { get; set; }

    /// <summary>The number format in which the trained model scores; it is saved with it. That of training is <see cref="TrainingOptions.Precision"/>.</summary>
    /// <value>Default: <see cref="TrainingPrecision.Float32"/>, which gives the same scores on every device up to rounding.</value>
    public TrainingPrecision ScoringPrecision { get; set; } = TrainingPrecision.Float32;

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        RequireName(TextColumnName, nameof(TextColumnName));
        if (SecondTextColumnName is not null) RequireName(SecondTextColumnName, nameof(SecondTextColumnName));
        if (Model is not null && string.IsNullOrWhiteSpace(Model))
            throw new ArgumentException("The option Model is empty: name a folder with config.json, weights and tokenizer files, or a hub id such as 'sentence-transformers/all-MiniLM-L6-v2', or leave it out for the encoder in the package.", nameof(Model));
        FurtherPretraining?.Validate();
        ArgumentNullException.ThrowIfNull(Truncation);
        if (Truncation.MaxTokens < 3) throw new ArgumentOutOfRangeException(nameof(Truncation), Truncation.MaxTokens, "The option Truncation.MaxTokens must be at least 3: a row has special tokens, too.");
        if (!Enum.IsDefined(ScoringPrecision)) throw new ArgumentOutOfRangeException(nameof(ScoringPrecision), ScoringPrecision, "The option ScoringPrecision must be Auto, Float32 or BFloat16.");
    }
}
