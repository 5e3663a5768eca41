namespace MLNetTransfer.Modeling.Families.ModernBert;

/// <summary>ModernBERT's parameters as Hugging Face names them.</summary>
internal static class ModernBertParameterNames
{
    public static ParameterNames Table { get; } = new(
        prefix: "model",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.tok_embeddings"),
            ("embeddings.norm", "embeddings.norm"),
            ("layers.*.attention.fused", "layers.*.attn.Wqkv"),
            ("layers.*.attention.output", "layers.*.attn.Wo"),
            ("layers.*.attention_norm", "layers.*.attn_norm"),
            ("layers.*.feed_forward.inner", "layers.*.mlp.Wi"),
            ("layers.*.feed_forward.outer", "layers.*.mlp.Wo"),
            ("layers.*.feed_forward_norm", "layers.*.mlp_norm"),
            ("norm", "final_norm"),
        ],
        heads:
        [
            ("head.dense", "head.dense"),
            ("head.norm", "head.norm"),
            ("classifier", "classifier"),
            ("tags", "classifier"),
            ("spans", "classifier"),
            ("tokens.transform.dense", "head.dense"),
            ("tokens.transform.norm", "head.norm"),
            ("tokens", "decoder"),
        ],
        oldSpellings: [],
        ignored: ["decoder.weight"]);
}
