using MLNetTransfer.Modeling.Families.Bert;

namespace MLNetTransfer.Modeling.Families.Albert;

/// <summary>ALBERT's parameters as Hugging Face names them.</summary>
internal static class AlbertParameterNames
{
    private const string Layer = "encoder.albert_layer_groups.*.albert_layers.0.";

    public static ParameterNames Table { get; } = new(
        prefix: "albert",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.types.table", "embeddings.token_type_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            ("projection", "encoder.embedding_hidden_mapping_in"),
            ("layers.*.attention.query", Layer + "attention.query"),
            ("layers.*.attention.key", Layer + "attention.key"),
            ("layers.*.attention.value", Layer + "attention.value"),
            ("layers.*.attention.output", Layer + "attention.dense"),
            ("layers.*.attention_norm", Layer + "attention.LayerNorm"),
            ("layers.*.feed_forward.inner", Layer + "ffn"),
            ("layers.*.feed_forward.outer", Layer + "ffn_output"),
            ("layers.*.feed_forward_norm", Layer + "full_layer_layer_norm"),
            ("pooler.dense", "pooler"),
        ],
        heads:
        [
            ("classifier", "classifier"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
            ("tokens.transform.dense", "predictions.dense"),
            ("tokens.transform.norm", "predictions.LayerNorm"),
            ("tokens", "predictions"),
            ("pair", "sop_classifier.classifier"),
        ],
        oldSpellings: BertParameterNames.OldSpellings,
        ignored: ["embeddings.position_ids", "predictions.decoder.weight", "predictions.decoder.bias"]);
}
