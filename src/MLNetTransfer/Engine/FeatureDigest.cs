using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Engine;

/// <summary>A name for everything that a text's features depend on but the text: the encoder's weights, the tokenizer, and the options.</summary>
internal static class FeatureDigest
{
    // Counted up when the same weights and options give other features.
    private const string Version = "1";

    // What config.json says of a head is nothing to the encoder.
    private static readonly string[] _ofHeads = ["id2label", "label2id", "num_labels", "problem_type", HeadOptions.OwnName];

    /// <param name="model">The encoder and its tokenizer.</param>
    /// <param name="recipe">What is made of the encoder's states.</param>
    /// <param name="files">Further files that take part; null for none.</param>
    public static string Of(TextModel model, JsonObject recipe, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(Encoding.UTF8.GetBytes(Version));
        Add(Encoding.UTF8.GetBytes(recipe.ToJsonString()));
        Add(Encoding.UTF8.GetBytes($"{model.Precision} {model.Device.type} {model.Truncation.MaxTokens} {model.Truncation.Strategy} {model.Truncation.HeadTokens}"));
        var config = model.Network.Encoder.Config.Source.DeepClone().AsObject();
        foreach (var key in _ofHeads) config.Remove(key);
        Add(Encoding.UTF8.GetBytes(config.ToJsonString()));
        foreach (var (name, content) in model.Tokenizer.Files.Concat(files ?? new Dictionary<string, byte[]>()).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(Encoding.UTF8.GetBytes(name));
            Add(content);
        }
        foreach (var part in model.Network is SequenceClassificationModel { Readers: var readers } ? readers : [model.Network.Encoder]) Add(WeightDigest.Of(part));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..40];

        // Lengths first, so that no part runs into the next.
        void Add(byte[] part)
        {
            hash.AppendData(BitConverter.GetBytes(part.LongLength));
            hash.AppendData(part);
        }
    }
}
