using MLNetTransfer.Modeling.Families.Bert;

namespace MLNetTransfer.Modeling.Families.DebertaV2;

/// <summary>DeBERTa's parameters as Hugging Face names them.</summary>
internal static class DebertaV2ParameterNames
{
    private static readonly (string, string)[] _today =
    [
        ("tokens.transform.dense", "cls.predictions.transform.dense"),
        ("tokens.transform.norm", "cls.predictions.transform.LayerNorm"),
        ("tokens", "cls.predictions"),
    ];

    /// <summary>As the third version was published.</summary>
    private static readonly (string, string)[] _original =
    [
        ("tokens.transform.dense", "lm_predictions.lm_head.dense"),
        ("tokens.transform.norm", "lm_predictions.lm_head.LayerNorm"),
        ("tokens", "lm_predictions.lm_head"),
    ];

    private static readonly ParameterNames _names = Create([.. _today, .. _original]), _originalNames = Create([.. _original, .. _today]);

    /// <summary>Both namings of the vocabulary's head are read; the one that the config asks for is written.</summary>
    public static ParameterNames Of(DebertaV2Config config) => config.OriginalHeadNames ? _originalNames : _names;

    private static ParameterNames Create((string, string)[] vocabulary) => new(
        prefix: "deberta",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.types.table", "embeddings.token_type_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            ("attention.vectors.table", "encoder.rel_embeddings"),
            ("attention.norm", "encoder.LayerNorm"),
            ("layers.0.convolution.convolution", "encoder.conv.conv"),
            ("layers.0.convolution.norm", "encoder.conv.LayerNorm"),
            ("layers.*.attention.query", "encoder.layer.*.attention.self.query_proj"),
            ("layers.*.attention.key", "encoder.layer.*.attention.self.key_proj"),
            ("layers.*.attention.value", "encoder.layer.*.attention.self.value_proj"),
            ("layers.*.attention.position_query", "encoder.layer.*.attention.self.pos_query_proj"),
            ("layers.*.attention.position_key", "encoder.layer.*.attention.self.pos_key_proj"),
            ("layers.*.attention.output", "encoder.layer.*.attention.output.dense"),
            ("layers.*.attention_norm", "encoder.layer.*.attention.output.LayerNorm"),
            ("layers.*.feed_forward.inner", "encoder.layer.*.intermediate.dense"),
            ("layers.*.feed_forward.outer", "encoder.layer.*.output.dense"),
            ("layers.*.feed_forward_norm", "encoder.layer.*.output.LayerNorm"),
        ],
        heads:
        [
            ("head.dense", "pooler.dense"),
            ("classifier", "classifier"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
            .. vocabulary,
        ],
        oldSpellings: BertParameterNames.OldSpellings,
        ignored: ["embeddings.position_ids", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias"]);
}
