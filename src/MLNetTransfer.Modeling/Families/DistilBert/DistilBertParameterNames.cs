namespace MLNetTransfer.Modeling.Families.DistilBert;

/// <summary>DistilBERT's parameters as Hugging Face names them.</summary>
internal static class DistilBertParameterNames
{
    public static ParameterNames Table { get; } = new(
        prefix: "distilbert",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            ("layers.*.attention.query", "transformer.layer.*.attention.q_lin"),
            ("layers.*.attention.key", "transformer.layer.*.attention.k_lin"),
            ("layers.*.attention.value", "transformer.layer.*.attention.v_lin"),
            ("layers.*.attention.output", "transformer.layer.*.attention.out_lin"),
            ("layers.*.attention_norm", "transformer.layer.*.sa_layer_norm"),
            ("layers.*.feed_forward.inner", "transformer.layer.*.ffn.lin1"),
            ("layers.*.feed_forward.outer", "transformer.layer.*.ffn.lin2"),
            ("layers.*.feed_forward_norm", "transformer.layer.*.output_layer_norm"),
        ],
        heads:
        [
            ("head.dense", "pre_classifier"),
            ("classifier", "classifier"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
            ("tokens.transform.dense", "vocab_transform"),
            ("tokens.transform.norm", "vocab_layer_norm"),
            ("tokens", "vocab_projector"),
        ],
        oldSpellings: [],
        ignored: ["embeddings.position_ids", "vocab_projector.weight"]);
}
