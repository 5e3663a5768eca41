using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families;

/// <summary>A family of models: how its config is read, its network wired and its parameters named.</summary>
public interface IFamily
{
    /// <summary>Values of config.json's <c>model_type</c> that this family answers to.</summary>
    IReadOnlyList<string> ModelTypes { get; }

    /// <summary>Names of parameters here and in checkpoints.</summary>
    ParameterNames Names { get; }

    /// <summary>Reads and checks config.json.</summary>
    /// <exception cref="InvalidDataException">A value is missing, out of range or not supported; the message names it.</exception>
    EncoderConfig ReadConfig(JsonObject source);

    /// <summary>Wires the encoder. Its parameters have no values until they are loaded or initialised.</summary>
    /// <param name="config">A config that this family read.</param>
    /// <param name="pooler">Whether to add the pooler.</param>
    Encoder CreateEncoder(EncoderConfig config, bool pooler);

    /// <summary>Wires the encoder with a head on it. Its parameters have no values until they are loaded or initialised.</summary>
    /// <param name="config">A config that this family read.</param>
    /// <param name="head">Which head, and its size.</param>
    TaskModel CreateModel(EncoderConfig config, HeadOptions head);
}
