using MLNetTransfer.Modeling.Families.Bert;

namespace MLNetTransfer.Modeling.Families.MPNet;

/// <summary>MPNet's parameters as Hugging Face names them.</summary>
internal static class MPNetParameterNames
{
    public static ParameterNames Table { get; } = new(
        prefix: "mpnet",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            ("attention.bias.buckets.table", "encoder.relative_attention_bias"),
            ("layers.*.attention.query", "encoder.layer.*.attention.attn.q"),
            ("layers.*.attention.key", "encoder.layer.*.attention.attn.k"),
            ("layers.*.attention.value", "encoder.layer.*.attention.attn.v"),
            ("layers.*.attention.output", "encoder.layer.*.attention.attn.o"),
            ("layers.*.attention_norm", "encoder.layer.*.attention.LayerNorm"),
            ("layers.*.feed_forward.inner", "encoder.layer.*.intermediate.dense"),
            ("layers.*.feed_forward.outer", "encoder.layer.*.output.dense"),
            ("layers.*.feed_forward_norm", "encoder.layer.*.output.LayerNorm"),
            ("pooler.dense", "pooler.dense"),
        ],
        heads:
        [
            ("head.dense", "classifier.dense"),
            ("classifier", "classifier.out_proj"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
            ("tokens.transform.dense", "lm_head.dense"),
            ("tokens.transform.norm", "lm_head.layer_norm"),
            ("tokens", "lm_head"),
        ],
        oldSpellings: BertParameterNames.OldSpellings,
        ignored: ["embeddings.position_ids", "lm_head.decoder.weight", "lm_head.decoder.bias"]);
}
