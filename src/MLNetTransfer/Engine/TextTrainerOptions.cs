using Microsoft.ML;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Engine;

/// <summary>What every trainer that fine-tunes an encoder on texts is told. Each trainer has an Options class of its own, which adds to these.</summary>
public abstract class TextTrainerOptions
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
    /// "sentence-transformers/all-MiniLM-L6-v2", which is found in the local Hugging Face cache or downloaded. Required.
    /// </summary>
    /// <value>Default: null.</value>
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

    /// <summary>Epochs, batches, learning rate and everything else that the training loop is told.</summary>
    /// <value>Default: 3 epochs at a learning rate of 5e-5 in batches of 32 rows.</value>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>
    /// Rows to validate on, which are not trained on: after each epoch the metrics are computed on them, and the best weights are kept. They need the columns of the
    /// training rows, so pass them through the same preceding transformers.
    /// </summary>
    /// <value>Default: null.</value>
    public IDataView? ValidationSet { get; set; }

    /// <summary>The share of the training rows to set aside for validation, chosen by the seed; above 0, below 1. Not together with <see cref="ValidationSet"/>.</summary>
    /// <value>Default: null, none.</value>
    public double? ValidationFraction { get; set; }

    /// <summary>The number format in which the trained model scores; it is saved with it. That of training is <see cref="TrainingOptions.Precision"/>.</summary>
    /// <value>Default: <see cref="TrainingPrecision.Float32"/>, which gives the same scores on every device up to rounding.</value>
    public TrainingPrecision ScoringPrecision { get; set; } = TrainingPrecision.Float32;

    /// <summary>Hears how training goes: epoch, loss, metrics, speed, time left. The same is written to mlContext.Log.</summary>
    /// <value>Default: null.</value>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Ends Fit early. Before training has begun Fit throws <see cref="OperationCanceledException"/>; afterwards it returns the best model so far.</summary>
    /// <value>Default: none.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal virtual void Validate()
    {
        RequireName(TextColumnName, nameof(TextColumnName));
        if (SecondTextColumnName is not null) RequireName(SecondTextColumnName, nameof(SecondTextColumnName));
        if (string.IsNullOrWhiteSpace(Model))
            throw new ArgumentException("The option Model is required: name a folder with config.json, weights and tokenizer files, or a hub id such as 'sentence-transformers/all-MiniLM-L6-v2'.", nameof(Model));
        ArgumentNullException.ThrowIfNull(Truncation);
        ArgumentNullException.ThrowIfNull(Training);
        if (Truncation.MaxTokens < 3) throw new ArgumentOutOfRangeException(nameof(Truncation), Truncation.MaxTokens, "The option Truncation.MaxTokens must be at least 3: a row has special tokens, too.");
        Training.Validate();
        if (!Enum.IsDefined(ScoringPrecision)) throw new ArgumentOutOfRangeException(nameof(ScoringPrecision), ScoringPrecision, "The option ScoringPrecision must be Auto, Float32 or BFloat16.");
        if (ValidationFraction is not (null or (> 0 and < 1)))
            throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, "The option ValidationFraction must be above 0 and below 1, or null.");
        if (ValidationFraction is not null && ValidationSet is not null)
            throw new ArgumentException("The options ValidationFraction and ValidationSet exclude each other: set one of them.", nameof(ValidationFraction));
        if (Training.EarlyStoppingPatience is not null && ValidationFraction is null && ValidationSet is null)
            throw new ArgumentException("The option Training.EarlyStoppingPatience needs rows to validate on: set ValidationSet or ValidationFraction.", nameof(Training));
    }

    private protected static void RequireName(string name, string option)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"The option {option} must name a column.", option);
    }
}
