using MLNetTransfer.Modeling.Families;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Puts a head on an encoder as a family's design says.</summary>
internal static class TaskModels
{
    /// <param name="config">The encoder's config.</param>
    /// <param name="createEncoder">Makes the encoder, with a pooler where told so.</param>
    /// <param name="head">Which head.</param>
    /// <param name="design">How the family builds heads.</param>
    public static TaskModel Create(EncoderConfig config, Func<bool, Encoder> createEncoder, HeadOptions head, HeadDesign design)
    {
        if (head.OutputCount < 1)
            throw new ArgumentOutOfRangeException(nameof(head), head.OutputCount, $"{nameof(HeadOptions.OutputCount)} must be at least 1.");
        // A token table that the head does not share would need a second one of the same size.
        if (head.Kind is HeadKind.MaskedLanguageModel or HeadKind.Pretraining) new ConfigReader(config.Source).Only("tie_word_embeddings", true);
        return head.Kind switch
        {
            HeadKind.SequenceClassification => new SequenceClassificationModel(createEncoder(true), head, design),
            HeadKind.TokenClassification => new TokenClassificationModel(createEncoder(false), head.OutputCount, design),
            HeadKind.QuestionAnswering => new QuestionAnsweringModel(createEncoder(false)),
            HeadKind.MaskedLanguageModel => new MaskedLanguageModel(createEncoder(false), design),
            HeadKind.Pretraining => new PretrainingModel(createEncoder(true), design),
            _ => throw new ArgumentOutOfRangeException(nameof(head), head.Kind, "There is no such head."),
        };
    }
}
