using MLNetTransfer.Modeling.Families.Bert;

namespace MLNetTransfer.Modeling.Families.Roberta;

/// <summary>RoBERTa's parameters as Hugging Face names them.</summary>
internal static class RobertaParameterNames
{
    public static ParameterNames Table { get; } = new(
        prefix: "roberta",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.types.table", "embeddings.token_type_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            .. BertParameterNames.Layers,
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
