using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families;

/// <summary>What a checkpoint's config.json dictates about its encoder, checked.</summary>
public abstract class EncoderConfig
{
    private protected EncoderConfig(JsonObject source) => Source = source;

    /// <summary>The model family, config.json's <c>model_type</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>Width of the hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Attention heads in a layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Rows of the token embedding table; token ids lie below.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The longest sequence, special tokens included.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The id that fills rows up to the length of a batch.</summary>
    public required int PadTokenId { get; init; }

    /// <summary>Standard deviation of newly made weights.</summary>
    public required double InitializerRange { get; init; }

    /// <summary>Width of a hidden state: of the embeddings for 0, else of a layer.</summary>
    internal virtual int StateSize(int layer) => HiddenSize;

    /// <summary>The whole config.json, so that saving loses nothing.</summary>
    public JsonObject Source { get; }

    /// <summary>How many numbers the encoder's parameters hold, by this config alone.</summary>
    public abstract long ParameterCount { get; }

    /// <summary>The same with those of a head that are as many as files of such a model must hold.</summary>
    internal virtual long ParameterCountWith(HeadKind head) => ParameterCount;

    /// <summary>Refuses a config that describes a larger encoder than the checkpoint's files hold, before anything is allocated for it.</summary>
    /// <param name="storedElements">Numbers in all tensors of the checkpoint.</param>
    /// <param name="head">The head that the encoder is to carry; null for none.</param>
    /// <exception cref="InvalidDataException">The encoder needs more than is stored.</exception>
    public void CheckStored(long storedElements, HeadKind? head = null)
    {
        var needed = head is { } kind ? ParameterCountWith(kind) : ParameterCount;
        if (needed > storedElements)
            throw new InvalidDataException(
                $"config.json describes a {ModelType} {(needed > ParameterCount ? "model" : "encoder")} of {needed:N0} parameters, but the checkpoint's files hold {storedElements:N0}: they do not belong together, or a file is cut short.");
    }
}
