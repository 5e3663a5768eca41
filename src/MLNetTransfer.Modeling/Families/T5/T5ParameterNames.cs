namespace MLNetTransfer.Modeling.Families.T5;

/// <summary>T5's parameters as Hugging Face names them.</summary>
internal static class T5ParameterNames
{
    private const string InClassifier = "transformer";

    /// <summary>Of the encoder alone, and of the model that writes.</summary>
    public static ParameterNames Of(T5Config config) => Create(config, prefix: "", heads: [.. Decoder("decoder", "decoder", config), ("output", "lm_head")]);

    /// <summary>Of the models that score texts and tokens. Their decoder may come from a file of the model that writes.</summary>
    public static ParameterNames OfClassifier(T5Config config) => Create(config, InClassifier,
    [
        .. Decoder("classifier.decoder", $"{InClassifier}.decoder", config),
        .. Decoder("classifier.decoder", "decoder", config),
        ("classifier.head.dense", "classification_head.dense"),
        ("classifier.output", "classification_head.out_proj"),
        ("tags", "classifier"),
    ]);

    private static ParameterNames Create(T5Config config, string prefix, (string, string)[] heads) => new(
        prefix,
        encoder:
        [
            ("tokens.table", "shared"),
            .. Stack("stack", "encoder", feedForward: 1, config.IsGated),
        ],
        heads,
        oldSpellings: [],
        // Copies of the token table, and a table by distance that old files have and no model reads.
        ignored:
        [
            "encoder.embed_tokens.weight", "decoder.embed_tokens.weight", .. config.IsTied || prefix.Length > 0 ? new[] { "lm_head.weight" } : [],
            "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight",
        ],
        otherPrefixes: prefix.Length > 0 ? [] : [InClassifier]);

    private static IEnumerable<(string, string)> Decoder(string here, string there, T5Config config) =>
    [
        .. Stack($"{here}.stack", there, feedForward: 2, config.IsGated),
        .. Attention($"{here}.stack.layers.*.cross", $"{there}.block.*.layer.1.EncDecAttention"),
        ($"{here}.stack.layers.*.cross_norm", $"{there}.block.*.layer.1.layer_norm"),
    ];

    private static IEnumerable<(string, string)> Stack(string here, string there, int feedForward, bool gated) =>
    [
        // The first layer keeps what all share.
        ($"{here}.bias.buckets.table", $"{there}.block.0.layer.0.SelfAttention.relative_attention_bias"),
        .. Attention($"{here}.layers.*.attention", $"{there}.block.*.layer.0.SelfAttention"),
        ($"{here}.layers.*.attention_norm", $"{there}.block.*.layer.0.layer_norm"),
        ($"{here}.layers.*.feed_forward.inner", $"{there}.block.*.layer.{feedForward}.DenseReluDense.{(gated ? "wi_0" : "wi")}"),
        ($"{here}.layers.*.feed_forward.gate", $"{there}.block.*.layer.{feedForward}.DenseReluDense.wi_1"),
        ($"{here}.layers.*.feed_forward.outer", $"{there}.block.*.layer.{feedForward}.DenseReluDense.wo"),
        ($"{here}.layers.*.feed_forward_norm", $"{there}.block.*.layer.{feedForward}.layer_norm"),
        ($"{here}.norm", $"{there}.final_layer_norm"),
    ];

    private static IEnumerable<(string, string)> Attention(string here, string there) =>
    [
        ($"{here}.query", $"{there}.q"),
        ($"{here}.key", $"{there}.k"),
        ($"{here}.value", $"{there}.v"),
        ($"{here}.output", $"{there}.o"),
    ];
}
