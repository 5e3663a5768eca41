namespace MLNetTransfer.Modeling.Training;

/// <summary>The optimiser steps of a run, in order, from first to last.</summary>
internal sealed class TrainingPlan
{
    private readonly IReadOnlyList<int> _lengths;
    private readonly TrainingOptions _options;
    private readonly Func<int, long, IReadOnlyList<int[]>?> _ownBatches;
    private readonly List<int> _epochEnds = [];

    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="options">How to train.</param>
    /// <param name="ownBatches">The task's own batches of an epoch, if it has any.</param>
    public TrainingPlan(IReadOnlyList<int> lengths, TrainingOptions options, Func<int, long, IReadOnlyList<int[]>?>? ownBatches = null)
    {
        _lengths = lengths;
        _options = options;
        _ownBatches = ownBatches ?? ((_, _) => null);
        TotalSteps = CountSteps();
        WarmupSteps = options.WarmupSteps ?? (int)(TotalSteps * options.WarmupRatio);
    }

    /// <summary>The number of steps, unless something ends the run early.</summary>
    public int TotalSteps { get; }

    /// <summary>The number of steps in which the learning rate rises.</summary>
    public int WarmupSteps { get; }

    /// <summary>The learning rate of a step, counted from 1.</summary>
    public double RateOf(int step) => LearningRate.At(step - 1, TotalSteps, WarmupSteps, _options.Schedule, _options.LearningRate, _options.SlantRatio);

    /// <summary>The number of the first step of an epoch, counted from 0; of one that the run does not come to, a number that no step has.</summary>
    public int FirstStepOf(int epoch) => epoch == 0 ? 1 : epoch <= _epochEnds.Count ? _epochEnds[epoch - 1] + 1 : int.MaxValue;

    /// <summary>The steps. Each depends on the options and its place alone: neither on what a model does nor on when the plan was begun.</summary>
    public IEnumerable<PlannedStep> Steps()
    {
        int number = 0;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            int[][][] steps = [.. BatchesOf(epoch).Chunk(_options.GradientAccumulation)];
            for (int i = 0; i < steps.Length; i++)
            {
                number++;
                yield return new PlannedStep(number, epoch + 1, steps[i], EndsEpoch: i == steps.Length - 1, EndsRun: number == TotalSteps);
                if (number == TotalSteps) yield break;
            }
        }
    }

    private IReadOnlyList<int[]> BatchesOf(int epoch) => _ownBatches(epoch, _options.SeedOrDefault) ??
        BatchPlanner.ForEpoch(_lengths, _options.BatchSize, _options.MaxTokensPerBatch, _options.SeedOrDefault, epoch);

    private int CountSteps()
    {
        long limit = _options.MaxSteps ?? int.MaxValue, total = 0;
        // Only where the task makes them itself, or the token budget cuts a batch short, does the number of batches depend on the order of the rows.
        bool varies = _ownBatches(0, _options.SeedOrDefault) is not null || (_lengths.Count > 0 && (long)_lengths.Max() * _options.BatchSize > _options.MaxTokensPerBatch);
        int always = Ceiling(_lengths.Count, _options.BatchSize);
        for (int epoch = 0; epoch < _options.Epochs && total < limit; epoch++)
        {
            total += Ceiling(varies ? BatchesOf(epoch).Count : always, _options.GradientAccumulation);
            _epochEnds.Add((int)Math.Min(total, limit));
        }

        return (int)Math.Min(total, limit);
    }

    private static int Ceiling(int count, int size) => (int)(((long)count + size - 1) / size);
}

/// <summary>One optimiser step.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Epoch">The number of its epoch, from 1.</param>
/// <param name="Batches">The batches whose gradients it adds up: numbers of rows.</param>
/// <param name="EndsEpoch">Whether it is the last of its epoch.</param>
/// <param name="EndsRun">Whether it is the last of all.</param>
internal readonly record struct PlannedStep(int Number, int Epoch, int[][] Batches, bool EndsEpoch, bool EndsRun);
