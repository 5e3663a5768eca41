using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Scores the vocabulary by a token table that belongs to the encoder, and a bias of its own: <c>bias</c> is <c>[vocabulary]</c>.</summary>
internal sealed class TiedProjection : nn.Module, IInitialized
{
    public TiedProjection(long vocabularySize) : base(nameof(TiedProjection)) => register_parameter("bias", ParameterInitializer.Create(vocabularySize));

    /// <summary>The bias, <c>[vocabulary]</c>.</summary>
    public Tensor Bias => get_parameter("bias")!;

    /// <param name="states"><c>[..., hidden]</c></param>
    /// <param name="table">The token table, <c>[vocabulary, hidden]</c>.</param>
    /// <returns><c>[..., vocabulary]</c>, in the type in force.</returns>
    public Tensor Forward(Tensor states, Tensor table) => LinearLayer.Project(states, table, Bias);

    public void Initialize(string parameter, double range, Generator? generator) => get_parameter(parameter)!.zero_();
}
