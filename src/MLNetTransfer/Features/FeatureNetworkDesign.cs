using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using TorchSharp;

namespace MLNetTransfer.Features;

/// <summary>An encoder that is only read: its checkpoint holds the encoder alone.</summary>
/// <param name="pooler">Whether the encoder's own pooler is needed.</param>
/// <param name="wire">Puts what reads its states on the encoder.</param>
internal sealed class FeatureNetworkDesign(bool pooler, Func<Encoder, TaskModel> wire) : NetworkDesign
{
    public override HeadKind? Head => null;

    /// <param name="options">Which states become features of texts.</param>
    /// <param name="modules">What a sentence-transformers folder puts behind them; null for none.</param>
    public static FeatureNetworkDesign Of(FeatureOptions options, SentenceModules? modules) =>
        new(options.Pooling.Contains(TokenPooling.Pooler), encoder => new FeatureModel(encoder, options, modules?.CreateModules()));

    /// <param name="options">Which states become features of words.</param>
    public static FeatureNetworkDesign Of(WordFeatureOptions options) => new(pooler: false, encoder => new WordFeatureModel(encoder, options));

    public override TaskModel Create(IFamily family, EncoderConfig config)
    {
        var encoder = family.CreateEncoder(config, pooler);
        try
        {
            return wire(encoder);
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    public override torch.nn.Module Stored(TaskModel network) => network.Encoder;

    public override ParameterNames Names(IFamily family, EncoderConfig config) => family.NamesOf(config);

    // Nothing here is trained: a random parameter would spoil the features.
    public override bool MayBeMissing(string parameter) => false;
}
