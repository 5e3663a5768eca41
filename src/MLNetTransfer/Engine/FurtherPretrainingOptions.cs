using Microsoft.ML;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Engine;

/// <summary>What an encoder learns from text before it is used for a task.</summary>
public enum PretrainingObjective
{
    /// <summary>What the encoder's family was made for: masked tokens, next tokens, or span corruption.</summary>
    Auto,

    /// <summary>Telling hidden tokens (BERT, RoBERTa).</summary>
    MaskedTokens,

    /// <summary>Telling hidden tokens, and whether two texts follow each other (BERT). A row's text is a document, whose lines are its sentences.</summary>
    MaskedTokensAndNextSentence,

    /// <summary>Telling the next token (GPT).</summary>
    NextTokens,

    /// <summary>Writing down spans that were cut out (T5).</summary>
    SpanCorruption,
}

/// <summary>
/// Further pretraining: before an encoder is used for a task it learns, without labels, from the task's own text, from text of the same domain, or from any other.
/// The rows are read as they come and are kept as tokens in files while it runs, so that there may be more of them than fit into memory.
/// </summary>
/// <remarks>Sun et al., "How to fine-tune BERT for text classification?" (2019), section 5.4; Howard and Ruder, "Universal language model fine-tuning" (2018), stage two.</remarks>
public sealed class FurtherPretrainingOptions
{
    /// <summary>What is learnt.</summary>
    /// <value>Default: <see cref="PretrainingObjective.Auto"/>.</value>
    public PretrainingObjective Objective { get; set; }

    /// <summary>The rows to learn from; no labels are needed.</summary>
    /// <value>Default: null, the rows that Fit is given.</value>
    public IDataView? Data { get; set; }

    /// <summary>The column of text to learn from. Each row is a document, and each of its lines a line of it.</summary>
    /// <value>Default: null, the column that the task reads.</value>
    public string? TextColumnName { get; set; }

    /// <summary>How rows of tokens are made of the text, and what is hidden in them.</summary>
    /// <value>Default: rows of 128 tokens, 15 % hidden.</value>
    public PretrainingOptions Rows { get; set; } = new();

    /// <summary>How recurrent encoders (AWD-LSTM) read the text, in place of <see cref="Rows"/>.</summary>
    /// <value>Default: 64 streams in windows of about 70 tokens.</value>
    public RecurrentTextOptions Streams { get; set; } = new();

    /// <summary>Epochs, batches, learning rate and everything else that the training loop is told.</summary>
    /// <value>Default: 1 epoch at a learning rate of 5e-5 in batches of 32 rows.</value>
    public TrainingOptions Training { get; set; } = new() { Epochs = 1 };

    /// <summary>The share of the documents that is not learnt from; the perplexity on it is reported, and the best weights are kept. From 0, below 1.</summary>
    /// <value>Default: 0.</value>
    public double HeldOutFraction { get; set; }

    /// <summary>A folder to write the model to as Hugging Face lays it out, with its head over the vocabulary. Made where it does not exist.</summary>
    /// <value>Default: null, none is written.</value>
    public string? OutputFolder { get; set; }

    /// <summary>Hears how it goes: loss, perplexity, tokens a second, time left. The same is written to mlContext.Log.</summary>
    /// <value>Default: null.</value>
    public IProgress<TrainingProgress>? Progress { get; set; }

    internal void Validate()
    {
        if (!Enum.IsDefined(Objective)) throw new ArgumentOutOfRangeException(nameof(Objective), Objective, $"The option FurtherPretraining.Objective must be one of {string.Join(", ", Enum.GetNames<PretrainingObjective>())}.");
        if (TextColumnName is not null && string.IsNullOrWhiteSpace(TextColumnName)) throw new ArgumentException("The option FurtherPretraining.TextColumnName must name a column, or be null.", nameof(TextColumnName));
        ArgumentNullException.ThrowIfNull(Rows);
        Rows.Validate();
        ArgumentNullException.ThrowIfNull(Streams);
        Streams.Validate();
        ArgumentNullException.ThrowIfNull(Training);
        Training.Validate();
        if (HeldOutFraction is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(HeldOutFraction), HeldOutFraction, "The option FurtherPretraining.HeldOutFraction must be from 0 and below 1.");
    }
}
