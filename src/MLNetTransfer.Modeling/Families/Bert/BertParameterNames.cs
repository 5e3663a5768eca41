namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>BERT's parameters as Hugging Face names them.</summary>
internal static class BertParameterNames
{
    /// <summary>The layers, as RoBERTa and ELECTRA have them too.</summary>
    public static (string Here, string There)[] Layers { get; } =
    [
        ("layers.*.attention.query", "encoder.layer.*.attention.self.query"),
        ("layers.*.attention.key", "encoder.layer.*.attention.self.key"),
        ("layers.*.attention.value", "encoder.layer.*.attention.self.value"),
        ("layers.*.attention.output", "encoder.layer.*.attention.output.dense"),
        ("layers.*.attention_norm", "encoder.layer.*.attention.output.LayerNorm"),
        ("layers.*.feed_forward.inner", "encoder.layer.*.intermediate.dense"),
        ("layers.*.feed_forward.outer", "encoder.layer.*.output.dense"),
        ("layers.*.feed_forward_norm", "encoder.layer.*.output.LayerNorm"),
    ];

    /// <summary>How the first checkpoints spell normalisation.</summary>
    public static (string Old, string New)[] OldSpellings { get; } = [("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")];

    public static ParameterNames Table { get; } = new(
        prefix: "bert",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.types.table", "embeddings.token_type_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            .. Layers,
            ("pooler.dense", "pooler.dense"),
        ],
        heads:
        [
            ("classifier", "classifier"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
            ("tokens.transform.dense", "cls.predictions.transform.dense"),
            ("tokens.transform.norm", "cls.predictions.transform.LayerNorm"),
            ("tokens", "cls.predictions"),
            ("pair", "cls.seq_relationship"),
        ],
        oldSpellings: OldSpellings,
        // The decoder is the token table, and its bias that of the head: newer files leave these copies out.
        ignored: ["embeddings.position_ids", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias"]);
}
