using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>What a task puts on an encoder, and how much of it a checkpoint holds.</summary>
internal abstract class NetworkDesign
{
    /// <summary>The head that the family makes; null where there is none that is trained, or one of the user's own shape.</summary>
    public abstract HeadKind? Head { get; }

    /// <summary>How many numbers a head of the user's own shape holds; 0 where there is none.</summary>
    public virtual long OwnParameterCount(EncoderConfig config) => 0;

    /// <summary>Wires the network. Its parameters have no values yet.</summary>
    public abstract TaskModel Create(IFamily family, EncoderConfig config);

    /// <summary>The part of the network that is loaded and stored.</summary>
    public abstract torch.nn.Module Stored(TaskModel network);

    /// <summary>How that part's parameters are called in checkpoints.</summary>
    public abstract ParameterNames Names(IFamily family, EncoderConfig config);

    /// <summary>Whether a checkpoint without this parameter of the stored part will do; it then begins with random values.</summary>
    public abstract bool MayBeMissing(string parameter);
}

/// <summary>An encoder under a head that is trained with it.</summary>
internal sealed class TaskNetworkDesign(HeadOptions head) : NetworkDesign
{
    private const string EncoderPrefix = "encoder.";
    private const string PoolerPrefix = "encoder.pooler.";

    public override HeadKind? Head => head.HasOwnShape ? null : head.Kind;

    public override long OwnParameterCount(EncoderConfig config) => head.OwnParameterCount(config.HiddenSize);

    public override TaskModel Create(IFamily family, EncoderConfig config) => family.CreateModel(config, head);

    public override torch.nn.Module Stored(TaskModel network) => network;

    public override ParameterNames Names(IFamily family, EncoderConfig config) => family.NamesOf(config, head.Kind);

    // Encoders stored without a task have no head, and those stored with a task on tokens have no pooler.
    public override bool MayBeMissing(string parameter) =>
        !parameter.StartsWith(EncoderPrefix, StringComparison.Ordinal) || parameter.StartsWith(PoolerPrefix, StringComparison.Ordinal);
}
