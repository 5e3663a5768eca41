using System.Security.Cryptography;
using System.Text;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Checkpoints;

namespace MLNetTransfer.Features;

/// <summary>A name for everything that a text's features depend on but the text: the weights, the tokenizer, and the options.</summary>
internal static class FeatureDigest
{
    // Counted up when the same weights and options give other features.
    private const string Version = "1";

    public static string Of(TextModel model, FeatureSettings settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(Encoding.UTF8.GetBytes(Version));
        Add(Encoding.UTF8.GetBytes(settings.ToJson(modules: false).ToJsonString()));
        Add(Encoding.UTF8.GetBytes($"{model.Precision} {model.Device.type} {model.Truncation.MaxTokens} {model.Truncation.Strategy} {model.Truncation.HeadTokens}"));
        Add(Encoding.UTF8.GetBytes(model.Network.Encoder.Config.Source.ToJsonString()));
        foreach (var (name, content) in model.Tokenizer.Files.Concat(settings.Modules?.Files ?? new Dictionary<string, byte[]>()).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(Encoding.UTF8.GetBytes(name));
            Add(content);
        }
        Add(WeightDigest.Of(model.Stored));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..40];

        // Lengths first, so that no part runs into the next.
        void Add(byte[] part)
        {
            hash.AppendData(BitConverter.GetBytes(part.LongLength));
            hash.AppendData(part);
        }
    }
}
