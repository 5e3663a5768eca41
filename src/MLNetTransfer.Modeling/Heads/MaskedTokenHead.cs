using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores the vocabulary: a dense block, then the token table itself, with a bias of its own.</summary>
internal sealed class MaskedTokenHead : nn.Module, IInitialized
{
    private readonly DenseBlock _transform;
    private readonly bool _hasBias;

    public MaskedTokenHead(Encoder encoder, HeadDesign design) : base(nameof(MaskedTokenHead))
    {
        _hasBias = design.VocabularyBias;
        using var table = encoder.TokenWeight;
        var (vocabularySize, embeddingSize) = (table.shape[0], table.shape[1]);
        register_module("transform", _transform = new(encoder.Config.HiddenSize, embeddingSize, design.Vocabulary!));
        if (_hasBias) register_parameter("bias", ParameterInitializer.Create(vocabularySize));
    }

    /// <param name="states"><c>[..., hidden]</c></param>
    /// <param name="tokenWeight">The token table, <c>[vocabulary, embedding]</c>.</param>
    /// <returns><c>[..., vocabulary]</c>, in the type in force.</returns>
    public Tensor Forward(Tensor states, Tensor tokenWeight)
    {
        using var scope = torch.NewDisposeScope();
        return LinearLayer.Project(_transform.call(states), tokenWeight, _hasBias ? get_parameter("bias")! : null).MoveToOuterDisposeScope();
    }

    /// <summary>The mean cross-entropy of the scores.</summary>
    /// <param name="states"><c>[..., hidden]</c></param>
    /// <param name="tokenWeight">The token table, <c>[vocabulary, embedding]</c>.</param>
    /// <param name="labels"><c>[...]</c> int64: the token that was masked, -100 elsewhere.</param>
    public Tensor Loss(Tensor states, Tensor tokenWeight, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        return VocabularyLoss.Of(_transform.call(states), tokenWeight, _hasBias ? get_parameter("bias")! : null, labels).MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator) => get_parameter(parameter)!.zero_();
}
