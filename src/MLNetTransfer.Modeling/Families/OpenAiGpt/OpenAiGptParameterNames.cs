namespace MLNetTransfer.Modeling.Families.OpenAiGpt;

/// <summary>The first GPT's parameters as Hugging Face names them.</summary>
internal static class OpenAiGptParameterNames
{
    public static ParameterNames Of(OpenAiGptConfig config) => new(
        prefix: "transformer",
        encoder:
        [
            ("tokens.table", "tokens_embed"),
            ("positions.table", "positions_embed"),
            ("layers.*.attention_norm", "h.*.ln_1"),
            ("layers.*.attention.fused", "h.*.attn.c_attn"),
            ("layers.*.attention.output", "h.*.attn.c_proj"),
            ("layers.*.feed_forward_norm", "h.*.ln_2"),
            ("layers.*.feed_forward.inner", "h.*.mlp.c_fc"),
            ("layers.*.feed_forward.outer", "h.*.mlp.c_proj"),
        ],
        heads:
        [
            ("output", "lm_head"),
            ("classifier", "score"),
        ],
        oldSpellings: [],
        // Position numbers, causal masks, and the copy of the token table that scores tokens.
        ignored: ["position_ids", "h.*.attn.bias", .. config.IsTied ? new[] { "lm_head.weight" } : []]);
}
