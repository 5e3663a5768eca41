namespace MLNetTransfer.Modeling.Families.T5;

/// <summary>T5's parameters as Hugging Face names them.</summary>
internal static class T5ParameterNames
{
    public static ParameterNames Of(T5Config config) => new(
        prefix: "",
        encoder:
        [
            ("tokens.table", "shared"),
            .. Stack("stack", "encoder", feedForward: 1, config.IsGated),
        ],
        heads:
        [
            .. Stack("decoder.stack", "decoder", feedForward: 2, config.IsGated),
            .. Attention("decoder.stack.layers.*.cross", "decoder.block.*.layer.1.EncDecAttention"),
            ("decoder.stack.layers.*.cross_norm", "decoder.block.*.layer.1.layer_norm"),
            ("output", "lm_head"),
        ],
        oldSpellings: [],
        // Copies of the token table, and a table by distance that old files have and no model reads.
        ignored:
        [
            "encoder.embed_tokens.weight", "decoder.embed_tokens.weight", .. config.IsTied ? new[] { "lm_head.weight" } : [],
            "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight",
        ]);

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
