using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families;

/// <summary>A family of models: how its config is read, its network wired and its parameters named.</summary>
public interface IFamily
{
    /// <summary>Values of config.json's <c>model_type</c> that this family answers to.</summary>
    IReadOnlyList<string> ModelTypes { get; }

    /// <summary>The heads that <see cref="CreateModel"/> can put on the encoder.</summary>
    IReadOnlyList<HeadKind> Heads { get; }

    /// <summary>Reads and checks config.json.</summary>
    /// <exception cref="InvalidDataException">A value is missing, out of range or not supported; the message names it.</exception>
    EncoderConfig ReadConfig(JsonObject source);

    /// <summary>Names of parameters here and in checkpoints of a config.</summary>
    /// <param name="config">A config that this family read.</param>
    ParameterNames NamesOf(EncoderConfig config);

    /// <summary>Names of parameters of a model with a head, for families that store models of different heads differently.</summary>
    /// <param name="config">A config that this family read.</param>
    /// <param name="head">The model's head.</param>
    ParameterNames NamesOf(EncoderConfig config, HeadKind head) => NamesOf(config);

    /// <summary>Wires the encoder. Its parameters have no values until they are loaded or initialised.</summary>
    /// <param name="config">A config that this family read.</param>
    /// <param name="pooler">Whether to add the pooler, in families that have one.</param>
    Encoder CreateEncoder(EncoderConfig config, bool pooler);

    /// <summary>Wires the encoder with a head on it. Its parameters have no values until they are loaded or initialised.</summary>
    /// <param name="config">A config that this family read.</param>
    /// <param name="head">Which head, and its size.</param>
    /// <exception cref="NotSupportedException">The family has no such head; the message lists those it has.</exception>
    TaskModel CreateModel(EncoderConfig config, HeadOptions head);
}
