namespace MLNetTransfer.Modeling.Training;

/// <summary>How the learning rate goes after its warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>Down to 0 in a straight line.</summary>
    Linear,

    /// <summary>Down to 0 along half a cosine.</summary>
    Cosine,

    /// <summary>It stays.</summary>
    Constant,

    /// <summary>Up and down in straight lines from and to a fraction of the highest rate, <see cref="TrainingOptions.SlantRatio"/>: ULMFiT's slanted triangles (Howard and Ruder, 2018).</summary>
    SlantedTriangular,
}

/// <summary>The learning rate of each optimiser step: a linear warm-up, then a <see cref="LearningRateSchedule"/>.</summary>
internal static class LearningRate
{
    /// <summary>The learning rate of optimiser step <paramref name="step"/>, counted from 0, of <paramref name="totalSteps"/>.</summary>
    /// <remarks>But for slanted triangles, the first step of a warm-up has rate 0 and the step after the warm-up has the full rate, as in Hugging Face's schedules.</remarks>
    public static double At(int step, int totalSteps, int warmupSteps, LearningRateSchedule schedule, double peak, double slantRatio = 32)
    {
        if (schedule == LearningRateSchedule.SlantedTriangular) return peak * (1 + (Triangle(step, totalSteps, warmupSteps) * (slantRatio - 1))) / slantRatio;

        if (step < warmupSteps) return peak * step / warmupSteps;

        double done = (double)(step - warmupSteps) / Math.Max(1, totalSteps - warmupSteps);
        return peak * schedule switch
        {
            LearningRateSchedule.Linear => Math.Max(0, 1 - done),
            LearningRateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))),
            LearningRateSchedule.Constant => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "Not a learning rate schedule."),
        };
    }

    // From 0 to 1 and back. The paper's cut / fraction - cut is written as what it means, the steps after the cut: where the cut was rounded down it would go below 0.
    private static double Triangle(int step, int totalSteps, int cut) =>
        step < cut ? (double)step / cut : Math.Max(0, 1 - ((double)(step - cut) / Math.Max(1, totalSteps - cut)));
}
