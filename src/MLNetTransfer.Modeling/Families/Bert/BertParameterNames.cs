namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>BERT's parameters as Hugging Face names them.</summary>
internal static class BertParameterNames
{
    public static ParameterNames Table { get; } = new(
        prefix: "bert",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.types.table", "embeddings.token_type_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            ("layers.*.attention.query", "encoder.layer.*.attention.self.query"),
            ("layers.*.attention.key", "encoder.layer.*.attention.self.key"),
            ("layers.*.attention.value", "encoder.layer.*.attention.self.value"),
            ("layers.*.attention.output", "encoder.layer.*.attention.output.dense"),
            ("layers.*.attention_norm", "encoder.layer.*.attention.output.LayerNorm"),
            ("layers.*.feed_forward.inner", "encoder.layer.*.intermediate.dense"),
            ("layers.*.feed_forward.outer", "encoder.layer.*.output.dense"),
            ("layers.*.feed_forward_norm", "encoder.layer.*.output.LayerNorm"),
            ("pooler.dense", "pooler.dense"),
        ],
        heads:
        [
            ("classifier", "classifier"),
            ("spans", "qa_outputs"),
            ("tokens.dense", "cls.predictions.transform.dense"),
            ("tokens.norm", "cls.predictions.transform.LayerNorm"),
            ("tokens", "cls.predictions"),
            ("next_sentence", "cls.seq_relationship"),
        ],
        oldSpellings: [("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")],
        // The decoder is the token table, and its bias that of the head: newer files leave these copies out.
        ignored: ["embeddings.position_ids", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias"]);
}
