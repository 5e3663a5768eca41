using MLNetTransfer.Modeling.Families.Bert;

namespace MLNetTransfer.Modeling.Families.Electra;

/// <summary>ELECTRA's parameters as Hugging Face names them.</summary>
internal static class ElectraParameterNames
{
    public static ParameterNames Table { get; } = new(
        prefix: "electra",
        encoder:
        [
            ("embeddings.tokens.table", "embeddings.word_embeddings"),
            ("embeddings.positions.table", "embeddings.position_embeddings"),
            ("embeddings.types.table", "embeddings.token_type_embeddings"),
            ("embeddings.norm", "embeddings.LayerNorm"),
            ("projection", "embeddings_project"),
            .. BertParameterNames.Layers,
        ],
        heads:
        [
            ("head.dense", "classifier.dense"),
            ("classifier", "classifier.out_proj"),
            ("tags", "classifier"),
            ("spans", "qa_outputs"),
            ("tokens.transform.dense", "generator_predictions.dense"),
            ("tokens.transform.norm", "generator_predictions.LayerNorm"),
            ("tokens", "generator_lm_head"),
            ("discriminator.dense", "discriminator_predictions.dense"),
            ("replaced", "discriminator_predictions.dense_prediction"),
        ],
        oldSpellings: BertParameterNames.OldSpellings,
        ignored: ["embeddings.position_ids", "generator_lm_head.weight"]);
}
