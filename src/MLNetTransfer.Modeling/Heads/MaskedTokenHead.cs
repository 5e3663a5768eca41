using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores the vocabulary: a dense layer, an activation, normalisation, then the token table itself with a bias of its own.</summary>
internal sealed class MaskedTokenHead : nn.Module, IInitialized
{
    private readonly LinearLayer _dense;
    private readonly LayerNormalization _norm;
    private readonly Activation _activation;

    public MaskedTokenHead(Encoder encoder, HeadDesign design) : base(nameof(MaskedTokenHead))
    {
        _activation = design.TokenActivation;
        using var table = encoder.TokenWeight;
        var (vocabularySize, embeddingSize) = (table.shape[0], table.shape[1]);
        register_module("dense", _dense = new(encoder.Config.HiddenSize, embeddingSize));
        register_module("norm", _norm = new(embeddingSize, design.NormEpsilon));
        register_parameter("bias", ParameterInitializer.Create(vocabularySize));
    }

    /// <param name="states"><c>[..., hidden]</c></param>
    /// <param name="tokenWeight">The token table, <c>[vocabulary, embedding]</c>.</param>
    /// <returns><c>[..., vocabulary]</c>, in the type in force.</returns>
    public Tensor Forward(Tensor states, Tensor tokenWeight)
    {
        using var scope = torch.NewDisposeScope();
        var transformed = _norm.call(_activation.Apply(_dense.call(states)));
        return LinearLayer.Project(transformed, tokenWeight, get_parameter("bias")!).MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator) => get_parameter(parameter)!.zero_();
}
