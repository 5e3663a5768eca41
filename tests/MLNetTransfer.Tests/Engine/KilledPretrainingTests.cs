using System.Diagnostics;
using Microsoft.ML;
using MLNetTransfer.Engine;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.Tests.TextClassification;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Tests.Engine;

/// <summary>A process that is killed while it pretrains, and another that goes on.</summary>
public class KilledPretrainingTests
{
    private const int DiesAtStep = 8;

    [Fact]
    public void A_run_that_was_killed_and_went_on_ends_with_the_weights_of_one_that_was_not()
    {
        using var folder = new TempFolder();
        Pretrain(null, folder["whole"], killAt: null);

        var (exitCode, output) = ChildProcess.Run("die-while-pretraining", folder["state"], folder["never"]);
        Assert.True(exitCode == ChildProcess.Killed, $"exit code {exitCode}: {output}");
        Assert.False(Directory.Exists(folder["never"]));
        Assert.Equal(["training-state.safetensors"], Directory.GetFiles(folder["state"]).Select(Path.GetFileName));

        var steps = Pretrain(folder["state"], folder["resumed"], killAt: null);
        Assert.Equal(7, steps[0]); // states are written after every third step
        Assert.Equal(Weights(folder["whole"]), Weights(folder["resumed"]));
    }

    /// <summary>What the child process does.</summary>
    internal static void PretrainAndDie(string state, string output) => Pretrain(state, output, DiesAtStep);

    private static List<int> Pretrain(string? state, string output, int? killAt)
    {
        var ml = TestContext.Create(1);
        var steps = new List<int>();
        var options = new TransformerFeaturesEstimator.Options
        {
            Model = TinyBert.Folder,
            InputColumnName = "Text",
            Cache = null,
            FurtherPretraining = new FurtherPretrainingOptions
            {
                Rows = { MaxTokens = 16 },
                // Validated, and so reported, after every step.
                Training = { Epochs = 4, BatchSize = 16, LearningRate = 3e-3, EvaluateEverySteps = 1, CheckpointFolder = state, CheckpointEverySteps = 3 },
                HeldOutFraction = 0.2,
                OutputFolder = output,
                Progress = new Watch(steps, killAt),
            },
        };
        ml.Transforms.Text.TransformerFeatures(options).Fit(ml.Data.LoadFromEnumerable(ContractRow.Some())).Dispose();
        return steps;
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));

    private sealed class Watch(List<int> steps, int? killAt) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            steps.Add(value.Step);
            if (value.Step == killAt) Process.GetCurrentProcess().Kill();
        }
    }
}
