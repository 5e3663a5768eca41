namespace MLNetTransfer.Modeling.Training;

/// <summary>How a model is trained. Every value is checked before the first step.</summary>
public sealed class TrainingOptions
{
    /// <summary>Passes over the training rows, from 1 to 100,000.</summary>
    /// <value>Default: 3.</value>
    public int Epochs { get; set; } = 3;

    /// <summary>Ends training after this many optimiser steps if the epochs have more, and the schedule with it; at least 1.</summary>
    /// <value>Default: null, as many as the epochs have.</value>
    public int? MaxSteps { get; set; }

    /// <summary>The highest learning rate, reached after the warm-up; above 0, at most 1.</summary>
    /// <value>Default: 5e-5.</value>
    public double LearningRate { get; set; } = 5e-5;

    /// <summary>How the learning rate goes after the warm-up.</summary>
    /// <value>Default: <see cref="LearningRateSchedule.Linear"/>.</value>
    public LearningRateSchedule Schedule { get; set; } = LearningRateSchedule.Linear;

    /// <summary>The share of all steps, rounded down, in which the learning rate rises; from 0 to 1. <see cref="WarmupSteps"/> goes before it.</summary>
    /// <value>Default: 0.1.</value>
    public double WarmupRatio { get; set; } = 0.1;

    /// <summary>The number of steps in which the learning rate rises; at least 0.</summary>
    /// <value>Default: null, <see cref="WarmupRatio"/> decides.</value>
    public int? WarmupSteps { get; set; }

    /// <summary>How many times smaller than the highest the lowest rate of <see cref="LearningRateSchedule.SlantedTriangular"/> is; at least 1. Other schedules do not look at it.</summary>
    /// <value>Default: 32, as in ULMFiT.</value>
    public double SlantRatio { get; set; } = 32;

    /// <summary>
    /// What the learning rate of a layer is multiplied by for each layer between it and the top one, with the embeddings below the lowest: the top layer and the head have the full rate.
    /// Above 0, at most 1; 0.95 is Sun et al.'s ("How to fine-tune BERT for text classification?", 2019).
    /// </summary>
    /// <value>Default: 1, all layers have one rate.</value>
    public double LayerRateDecay { get; set; } = 1;

    /// <summary>
    /// What the learning rate is divided by from the head to the top layer, and from each layer to the one below it, the embeddings last: discriminative fine-tuning; from 1 to 1,000, and not together
    /// with <see cref="LayerRateDecay"/>. ULMFiT has 2.6 (Howard and Ruder, 2018).
    /// </summary>
    /// <value>Default: 1, all layers have one rate.</value>
    public double DiscriminativeRatio { get; set; } = 1;

    /// <summary>Whether the head trains alone at first, and with every epoch the next lower layer begins to, the embeddings last (Howard and Ruder, 2018).</summary>
    /// <value>Default: false, all train from the beginning.</value>
    public bool GradualUnfreezing { get; set; }

    /// <summary>What does not train, counted from below: 1 for the embeddings, 2 for the lowest layer too, and so on; at least 0. The head always trains.</summary>
    /// <value>Default: 0.</value>
    public int FrozenDepths { get; set; }

    /// <summary>How many layers, from the top, begin with new random weights, and the pooler with them; at least 0, at most the model's layers (Zhang et al., "Revisiting few-sample BERT fine-tuning", 2021).</summary>
    /// <value>Default: 0.</value>
    public int ResetLayers { get; set; }

    /// <summary>AdamW's decay: weights shrink by this times the learning rate in a step, biases and norms excepted; from 0 to 1.</summary>
    /// <value>Default: 0.01.</value>
    public double WeightDecay { get; set; } = 0.01;

    /// <summary>AdamW's memory of the mean gradient; from 0, below 1.</summary>
    /// <value>Default: 0.9.</value>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>AdamW's memory of the mean squared gradient; from 0, below 1.</summary>
    /// <value>Default: 0.999.</value>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>AdamW's addend to the root of the mean squared gradient; above 0, at most 1.</summary>
    /// <value>Default: 1e-8.</value>
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>The largest norm of a step's whole gradient, above which it is scaled down; at least 0, and 0 means no limit.</summary>
    /// <value>Default: 1.</value>
    public double GradientClipping { get; set; } = 1.0;

    /// <summary>Rows in a batch, at most; from 1 to 65,536.</summary>
    /// <value>Default: 32.</value>
    public int BatchSize { get; set; } = 32;

    /// <summary>
    /// Padded tokens in a batch (rows times the longest row), at most: batches of long rows get fewer of them; at least 1. A row that is longer is a batch of its own.
    /// </summary>
    /// <value>Default: 16,384. Null: no limit.</value>
    public int? MaxTokensPerBatch { get; set; } = 16_384;

    /// <summary>Batches whose gradients are added up for one optimiser step, from 1 to 65,536: large effective batches in little memory.</summary>
    /// <value>Default: 1.</value>
    public int GradientAccumulation { get; set; } = 1;

    /// <summary>Decides the order of the rows and the dropout. The same seed on the same machine gives the same model.</summary>
    /// <value>Default: null, which is the seed of the MLContext in an ML.NET pipeline, else 42.</value>
    public long? Seed { get; set; }

    /// <summary>The number format of the computation.</summary>
    /// <value>Default: <see cref="TrainingPrecision.Auto"/>.</value>
    public TrainingPrecision Precision { get; set; } = TrainingPrecision.Auto;

    /// <summary>The task's metric that decides which weights are best.</summary>
    /// <value>Default: null, the task's own choice.</value>
    public string? ValidationMetric { get; set; }

    /// <summary>Validates after every so many optimiser steps, and at the end; at least 1.</summary>
    /// <value>Default: null, after every epoch.</value>
    public int? EvaluateEverySteps { get; set; }

    /// <summary>Ends training after this many validations in a row without improvement; at least 1. Needs validation rows.</summary>
    /// <value>Default: null, never.</value>
    public int? EarlyStoppingPatience { get; set; }

    /// <summary>How much the metric must change for the better to count as improved; at least 0.</summary>
    /// <value>Default: 0, any improvement counts.</value>
    public double MinImprovement { get; set; }

    /// <summary>Whether the model ends with the weights of its best validation; without validation it has the last ones.</summary>
    /// <value>Default: true.</value>
    public bool RestoreBest { get; set; } = true;

    /// <summary>
    /// The folder where the state of the run is kept, so that a run that was cancelled, ended by its <see cref="TimeLimit"/> or killed goes on from there and ends with the same weights
    /// as one that was not. A run that was completed is not done again: its weights are read. Made where it does not exist.
    /// </summary>
    /// <value>Default: null, nothing is kept.</value>
    public string? CheckpointFolder { get; set; }

    /// <summary>Optimiser steps between two writings of the state into <see cref="CheckpointFolder"/>; at least 1.</summary>
    /// <value>Default: 500.</value>
    public int CheckpointEverySteps { get; set; } = 500;

    /// <summary>Ends training after the step in which this much time is over, with the best weights so far; above zero. The schedule does not know of it.</summary>
    /// <value>Default: null, no limit.</value>
    public TimeSpan? TimeLimit { get; set; }

    internal long SeedOrDefault => Seed ?? 42;

    /// <summary>A copy, of which <paramref name="seed"/> decides the seed where this names none.</summary>
    internal TrainingOptions Copy(long? seed)
    {
        var copy = (TrainingOptions)MemberwiseClone();
        copy.Seed ??= seed;
        return copy;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the option, the range and the value.</exception>
    public void Validate()
    {
        Check(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "from 1 to 100,000");
        Check(MaxSteps is null or >= 1, nameof(MaxSteps), MaxSteps, "at least 1, or null");
        Check(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "above 0 and at most 1");
        Check(Enum.IsDefined(Schedule), nameof(Schedule), Schedule, "Linear, Cosine, Constant or SlantedTriangular");
        Check(WarmupRatio is >= 0 and <= 1, nameof(WarmupRatio), WarmupRatio, "from 0 to 1");
        Check(WarmupSteps is null or >= 0, nameof(WarmupSteps), WarmupSteps, "at least 0, or null");
        Check(SlantRatio is >= 1 and < double.PositiveInfinity, nameof(SlantRatio), SlantRatio, "at least 1");
        Check(LayerRateDecay is > 0 and <= 1, nameof(LayerRateDecay), LayerRateDecay, "above 0 and at most 1");
        Check(DiscriminativeRatio is >= 1 and <= 1_000, nameof(DiscriminativeRatio), DiscriminativeRatio, "from 1 to 1,000");
        Check(DiscriminativeRatio == 1 || LayerRateDecay == 1, nameof(DiscriminativeRatio), DiscriminativeRatio, $"1 where {nameof(LayerRateDecay)} is not");
        Check(FrozenDepths >= 0, nameof(FrozenDepths), FrozenDepths, "at least 0");
        Check(ResetLayers >= 0, nameof(ResetLayers), ResetLayers, "at least 0");
        Check(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, "from 0 to 1");
        Check(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 and below 1");
        Check(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 and below 1");
        Check(Epsilon is > 0 and <= 1, nameof(Epsilon), Epsilon, "above 0 and at most 1");
        Check(GradientClipping is >= 0 and < double.PositiveInfinity, nameof(GradientClipping), GradientClipping, "at least 0, and 0 for no limit");
        Check(BatchSize is >= 1 and <= 65_536, nameof(BatchSize), BatchSize, "from 1 to 65,536");
        Check(MaxTokensPerBatch is null or >= 1, nameof(MaxTokensPerBatch), MaxTokensPerBatch, "at least 1, or null");
        Check(GradientAccumulation is >= 1 and <= 65_536, nameof(GradientAccumulation), GradientAccumulation, "from 1 to 65,536");
        Check(Enum.IsDefined(Precision), nameof(Precision), Precision, "Auto, Float32 or BFloat16");
        Check(EvaluateEverySteps is null or >= 1, nameof(EvaluateEverySteps), EvaluateEverySteps, "at least 1, or null");
        Check(EarlyStoppingPatience is null or >= 1, nameof(EarlyStoppingPatience), EarlyStoppingPatience, "at least 1, or null");
        Check(MinImprovement is >= 0 and < double.PositiveInfinity, nameof(MinImprovement), MinImprovement, "at least 0");
        Check(CheckpointFolder is null || CheckpointFolder.Trim().Length > 0, nameof(CheckpointFolder), CheckpointFolder, "the path of a folder, or null");
        Check(CheckpointEverySteps >= 1, nameof(CheckpointEverySteps), CheckpointEverySteps, "at least 1");
        Check(TimeLimit is not { } limit || limit > TimeSpan.Zero, nameof(TimeLimit), TimeLimit, "above zero, or null");
    }

    private static void Check(bool valid, string option, object? value, string range)
    {
        if (!valid)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be {range}.");
        }
    }
}
