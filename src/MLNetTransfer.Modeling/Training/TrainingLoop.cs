using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>
/// The one training loop: every task and every model is trained by it. It decides when things happen; how rows become batches, gradients become updates
/// and losses become reports is in the files beside it.
/// </summary>
public sealed class TrainingLoop
{
    /// <summary>Trains the task's model, and leaves it in evaluation mode.</summary>
    /// <remarks>
    /// A step depends on the weights, the optimiser's state, the options' seed and the step's number alone, so that the same seed gives the same model.
    /// To that end the random generators of TorchSharp are seeded anew in every step. That is also why a run can go on in another process, see <see cref="TrainingOptions.CheckpointFolder"/>.
    /// </remarks>
    /// <param name="task">What to train.</param>
    /// <param name="options">How to train it.</param>
    /// <param name="progress">Gets reports, on the calling thread.</param>
    /// <param name="cancellation">Ends the run after the running step or validation batch, with the best weights so far.</param>
    /// <returns>What was done, also when the run was cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">The options and the task do not go together.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds the state of another run.</exception>
    /// <exception cref="InvalidDataException">The state in the checkpoint folder is damaged.</exception>
    /// <exception cref="TrainingDivergedException">The training loss is no longer a finite number.</exception>
    public TrainingResult Run(ITrainingTask task, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        MetricDefinition metric = Check(task, options);
        var plan = new TrainingPlan(task.RowLengths, options, task.BatchesOf);
        LayerReset.Apply(task.Model, options);
        using var layers = new LayerSchedule(task.Model, options, plan);
        using var parameters = new FlatParameters(task.Model, layers.DepthOf);
        using var optimizer = new AdamW(parameters, options, layers);
        layers.FreezeWaiting();
        using var best = new BestWeights(task.Model, parameters, metric, options);
        using var losses = new LossMeter(parameters.Device);
        using var gradients = enable_grad();
        using var precision = ComputeType.Use(ComputePrecision.Resolve(options.Precision, parameters.Device));

        TrainingCheckpoint? checkpoint = options.CheckpointFolder is { } folder ? new(folder, task, options, parameters, optimizer, best) : null;
        (int steps, int epochs) = checkpoint?.Resume() ?? (0, 0);
        int resumed = steps, written = steps;
        var reporter = new ProgressReporter(progress, plan, options, task.RowLengths, steps);

        // A run that had stopped by itself does not go on.
        TrainingEnd end = best.PatienceIsOver ? TrainingEnd.EarlyStopped : TrainingEnd.Completed;
        task.Model.train();
        foreach (PlannedStep step in plan.Steps().SkipWhile(s => s.Number <= resumed))
        {
            if (end == TrainingEnd.EarlyStopped) break;

            if (cancellation.IsCancellationRequested)
            {
                end = TrainingEnd.Cancelled;
                break;
            }

            using Generator dropout = manual_seed(RandomSource.DeriveSeed(options.SeedOrDefault, step.Number));
            layers.Begin(step.Number);
            double rate = plan.RateOf(step.Number) * step.Batches.Average(b => task.RateFactorOf(b)), weight = 0;
            foreach (int[] rows in step.Batches)
            {
                using var scope = NewDisposeScope();
                TaskLoss loss = task.Loss(rows);
                loss.Sum.backward();
                losses.Add(loss, step.Number, rate);
                weight += loss.Weight;
            }

            // The mean over all rows of the step, however its batches were cut.
            optimizer.Step(rate, weight > 0 ? 1 / weight : 0)?.Dispose();
            steps = step.Number;
            epochs = step.EndsEpoch ? step.Epoch : epochs;
            reporter.Count(step);

            IReadOnlyDictionary<string, double>? metrics = null;
            if (task.CanValidate && IsTimeToValidate(step, options))
            {
                try
                {
                    metrics = reporter.Validating(() => task.Validate(cancellation));
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // What is written would lack this validation: the state before it stays.
                    end = TrainingEnd.Cancelled;
                    checkpoint = null;
                    break;
                }

                best.Offer(metrics, step.Number);
                task.Model.train();
            }

            if (metrics is not null || step.EndsEpoch || step.EndsRun || reporter.Due) reporter.Report(step, losses.TakeMean(), metrics);

            if (steps % options.CheckpointEverySteps == 0 && !step.EndsRun)
            {
                checkpoint?.Write(steps, epochs);
                written = steps;
            }

            if (best.PatienceIsOver && !step.EndsRun)
            {
                end = TrainingEnd.EarlyStopped;
                break;
            }

            if (reporter.Elapsed >= options.TimeLimit && !step.EndsRun)
            {
                end = TrainingEnd.OutOfTime;
                break;
            }
        }

        if (steps > written) checkpoint?.Write(steps, epochs);
        bool restored = best.Restore();
        task.Model.eval();
        return new TrainingResult(end, steps, epochs, best.Step, best.Metrics, restored, reporter.Elapsed);
    }

    private static bool IsTimeToValidate(PlannedStep step, TrainingOptions options) =>
        step.EndsRun || (options.EvaluateEverySteps is { } interval ? step.Number % interval == 0 : step.EndsEpoch);

    private static MetricDefinition Check(ITrainingTask task, TrainingOptions options)
    {
        options.Validate();
        if (task.RowLengths.Count == 0)
        {
            throw new ArgumentException("There are no training rows.", nameof(task));
        }

        if (options.EarlyStoppingPatience is not null && !task.CanValidate)
        {
            throw new ArgumentException($"The option {nameof(TrainingOptions.EarlyStoppingPatience)} needs validation rows, and there are none. Give some, or leave the option out.", nameof(options));
        }

        string name = options.ValidationMetric ?? task.DefaultMetric;
        return task.Metrics.Any(m => m.Name == name)
            ? task.Metrics.First(m => m.Name == name)
            : throw new ArgumentException($"The option {nameof(TrainingOptions.ValidationMetric)} is '{name}', and the task's metrics are {string.Join(", ", task.Metrics.Select(m => m.Name))}.", nameof(options));
    }
}
