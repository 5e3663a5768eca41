using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Features;

/// <summary>The configuration of sentence-transformers' Pooling module, in its newer form (<c>pooling_mode</c>) and its older one (a flag for each mode).</summary>
internal static class SentencePooling
{
    // In the order in which the older form's vectors stand beside one another.
    private static readonly (string Mode, string Flag, TokenPooling Pooling)[] _modes =
    [
        ("cls", "pooling_mode_cls_token", TokenPooling.FirstToken),
        ("max", "pooling_mode_max_tokens", TokenPooling.Max),
        ("mean", "pooling_mode_mean_tokens", TokenPooling.Mean),
        ("mean_sqrt_len_tokens", "pooling_mode_mean_sqrt_len_tokens", TokenPooling.MeanSqrtLength),
        ("weightedmean", "pooling_mode_weightedmean_tokens", TokenPooling.WeightedMean),
        ("lasttoken", "pooling_mode_lasttoken", TokenPooling.LastToken),
    ];

    /// <exception cref="InvalidDataException">A value is not what it must be.</exception>
    public static IReadOnlyList<TokenPooling> Read(JsonObject config, string file)
    {
        var pooling = config["pooling_mode"] switch
        {
            null => [.. _modes.Where(m => SentenceModules.Flag(config, m.Flag, file, fallback: false)).Select(m => m.Pooling)],
            JsonArray list => [.. list.Select(Named)],
            var one => (TokenPooling[])[Named(one)],
        };
        return pooling.Length > 0 && pooling.Distinct().Count() == pooling.Length ? pooling : throw new InvalidDataException($"{file}: it names no way of pooling, or one twice.");

        TokenPooling Named(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? mode) && _modes.Any(m => m.Mode == mode) ? _modes.First(m => m.Mode == mode).Pooling
            : throw new InvalidDataException($"{file}: 'pooling_mode' is {node?.ToJsonString() ?? "null"}; expected {string.Join(", ", _modes.Select(m => m.Mode))}, or a list of them.");
    }
}
