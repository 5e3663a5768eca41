using Microsoft.ML;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>Every value is checked when the estimator is made, and the message names the option.</summary>
public class OptionsTests
{
    public static TheoryData<string, Action<TransformerTextClassificationTrainer.Options>> Wrong => new()
    {
        { "Model", o => o.Model = " " },
        { "TextColumnName", o => o.TextColumnName = "" },
        { "SecondTextColumnName", o => o.SecondTextColumnName = " " },
        { "LabelColumnName", o => o.LabelColumnName = "" },
        { "ScoreColumnName", o => o.ScoreColumnName = "" },
        { "PredictedLabelColumnName", o => o.PredictedLabelColumnName = o.ScoreColumnName },
        { "Epochs", o => o.Training.Epochs = 0 },
        { "LearningRate", o => o.Training.LearningRate = double.NaN },
        { "BatchSize", o => o.Training.BatchSize = 0 },
        { "Truncation.MaxTokens", o => o.Truncation.MaxTokens = 2 },
        { "ValidationFraction", o => o.ValidationFraction = 1 },
        { "EarlyStoppingPatience", o => o.Training.EarlyStoppingPatience = 2 },
        { "LabelSmoothing", o => o.LabelSmoothing = 1 },
        { "MissingLabels", o => o.MissingLabels = (MissingLabels)7 },
        { "ScoringPrecision", o => o.ScoringPrecision = (Modeling.Training.TrainingPrecision)7 },
        { "ClassWeights", o => o.ClassWeights = null! },
        { "FreezeEncoder", o => (o.FreezeEncoder, o.Training.ResetLayers) = (true, 1) },
        { "HeadHiddenSizes", o => o.HeadHiddenSizes = [0] },
        { "HeadPooling", o => o.HeadPooling = (Modeling.Heads.TokenPooling)70 },
        { "HeadDropout", o => o.HeadDropout = 1 },
        { "MaxDiskBytes", o => o.Cache = new() { MaxDiskBytes = 1 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_refused_by_name(string option, Action<TransformerTextClassificationTrainer.Options> spoil)
    {
        var options = TinyBert.Options();
        spoil(options);
        var e = Assert.ThrowsAny<ArgumentException>(() => TinyBert.Trainer(new MLContext(), options));
        Assert.Contains(option, e.Message);
    }
}
