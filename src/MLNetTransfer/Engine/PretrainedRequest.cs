using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>How a pretrained encoder is wanted, where it is to run, and who is told of it.</summary>
internal sealed record PretrainedRequest
{
    /// <summary>Begins with random weights, whatever the folder holds.</summary>
    public bool RandomWeights { get; init; }

    public required TruncationOptions Truncation { get; init; }

    /// <summary>The number format of scoring.</summary>
    public required TrainingPrecision Precision { get; init; }

    public required torch.Device Device { get; init; }

    /// <summary>Decides what is not loaded.</summary>
    public long Seed { get; init; }

    /// <summary>Writes to the log.</summary>
    public required Action<string> Info { get; init; }

    public CancellationToken Cancellation { get; init; }
}
