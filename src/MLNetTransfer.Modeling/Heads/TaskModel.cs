using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>An encoder with a head. Its parameters' names begin with <c>encoder.</c> or with the head's own.</summary>
public abstract class TaskModel : nn.Module
{
    private protected TaskModel(string name, Encoder encoder) : base(name)
    {
        Encoder = encoder;
        register_module("encoder", encoder);
    }

    /// <summary>The encoder below the head.</summary>
    public Encoder Encoder { get; }

    /// <summary>The head's raw scores, in float32.</summary>
    public abstract Tensor Forward(TokenBatch batch);

    /// <summary><paramref name="scores"/> in float32; where they are in another type, the handle given is disposed.</summary>
    private protected static Tensor Widen(Tensor scores)
    {
        if (scores.dtype == ScalarType.Float32) return scores;
        using (scores) return scores.to(ScalarType.Float32);
    }
}
