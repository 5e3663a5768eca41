namespace MLNetTransfer.Modeling.Families.Gpt2;

/// <summary>GPT-2's parameters as Hugging Face names them.</summary>
internal static class Gpt2ParameterNames
{
    public static ParameterNames Of(Gpt2Config config) => new(
        prefix: "transformer",
        encoder:
        [
            ("tokens.table", "wte"),
            ("positions.table", "wpe"),
            ("layers.*.attention_norm", "h.*.ln_1"),
            ("layers.*.attention.fused", "h.*.attn.c_attn"),
            ("layers.*.attention.output", "h.*.attn.c_proj"),
            ("layers.*.feed_forward_norm", "h.*.ln_2"),
            ("layers.*.feed_forward.inner", "h.*.mlp.c_fc"),
            ("layers.*.feed_forward.outer", "h.*.mlp.c_proj"),
            ("norm", "ln_f"),
        ],
        heads:
        [
            ("output", "lm_head"),
            ("classifier", "score"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
        ],
        oldSpellings: [],
        // Causal masks, and the copy of the token table that scores tokens.
        ignored: ["h.*.attn.bias", "h.*.attn.masked_bias", .. config.IsTied ? new[] { "lm_head.weight" } : []]);
}
