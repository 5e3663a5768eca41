using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using TorchSharp;

namespace MLNetTransfer.Features;

/// <summary>An encoder that is only read: its checkpoint holds the encoder alone.</summary>
/// <param name="options">Which states become features.</param>
/// <param name="modules">What a sentence-transformers folder puts behind them; null for none.</param>
internal sealed class FeatureNetworkDesign(FeatureOptions options, SentenceModules? modules) : NetworkDesign
{
    public override HeadKind? Head => null;

    public override TaskModel Create(IFamily family, EncoderConfig config)
    {
        var encoder = family.CreateEncoder(config, pooler: options.Pooling.Contains(TokenPooling.Pooler));
        try
        {
            return new FeatureModel(encoder, options, modules?.CreateModules());
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
