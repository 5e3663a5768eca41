using MLNetTransfer.Modeling.Families;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Puts a head on an encoder as a family's design says.</summary>
internal static class TaskModels
{
    /// <summary>The heads that every family of encoders has.</summary>
    public static IReadOnlyList<HeadKind> OfEncoders { get; } =
        [HeadKind.SequenceClassification, HeadKind.TokenClassification, HeadKind.QuestionAnswering, HeadKind.MaskedLanguageModel];

    /// <summary>Refuses a head that the family does not have, or without outputs.</summary>
    public static void Check(IFamily family, EncoderConfig config, HeadOptions head)
    {
        if (head.OutputCount < 1)
            throw new ArgumentOutOfRangeException(nameof(head), head.OutputCount, $"{nameof(HeadOptions.OutputCount)} must be at least 1.");
        if (!family.Heads.Contains(head.Kind))
            throw new NotSupportedException($"{config.ModelType} models have no head {head.Kind}; they have {string.Join(", ", family.Heads)}.");
    }

    /// <param name="family">The family, which makes the encoder.</param>
    /// <param name="config">The encoder's config.</param>
    /// <param name="head">Which head.</param>
    /// <param name="design">How the family builds heads.</param>
    public static TaskModel Create(IFamily family, EncoderConfig config, HeadOptions head, HeadDesign design)
    {
        Check(family, config, head);
        // A token table that the head does not share would need a second one of the same size.
        if (head.Kind == HeadKind.MaskedLanguageModel || (head.Kind == HeadKind.Pretraining && design.ReplacedDense is null))
            new ConfigReader(config.Source).Only("tie_word_embeddings", true);
        return head.Kind switch
        {
            HeadKind.SequenceClassification when head.HasOwnShape => WithOwnHead(family, config, head, design.Sentence, design.SentenceDropout),
            HeadKind.SequenceClassification => new SequenceClassificationModel(family.CreateEncoder(config, design.Sentence == TokenPooling.Pooler), head, head.Dropout is { } rate ? design.WithSentenceDropout(rate) : design),
            HeadKind.TokenClassification => new TokenClassificationModel(family.CreateEncoder(config, pooler: false), head.OutputCount, design),
            HeadKind.QuestionAnswering => new QuestionAnsweringModel(family.CreateEncoder(config, pooler: false), design),
            HeadKind.MaskedLanguageModel => new MaskedLanguageModel(family.CreateEncoder(config, pooler: false), design),
            HeadKind.Pretraining when design.ReplacedDense is not null => new ReplacedTokenModel(family.CreateEncoder(config, pooler: false), design),
            HeadKind.CausalLanguageModel => new CausalLanguageModel(family.CreateEncoder(config, pooler: false), new ConfigReader(config.Source).Flag("tie_word_embeddings", true)),
            HeadKind.Pretraining => new PretrainingModel(family.CreateEncoder(config, pooler: true), design),
            _ => throw new ArgumentOutOfRangeException(nameof(head), head.Kind, "There is no such head."),
        };
    }

    /// <summary>Sequence classification by a head of the user's own shape.</summary>
    /// <param name="family">The family, which makes the encoder.</param>
    /// <param name="config">The encoder's config.</param>
    /// <param name="head">The head, with its shape.</param>
    /// <param name="pooling">What the family's own head reads.</param>
    /// <param name="dropout">The dropout of the family's own head.</param>
    /// <exception cref="ArgumentException">The pooler is asked for, and the family has none.</exception>
    public static TaskModel WithOwnHead(IFamily family, EncoderConfig config, HeadOptions head, TokenPooling pooling, double dropout)
    {
        var chosen = head.Pooling ?? pooling;
        var encoder = family.CreateEncoder(config, chosen == TokenPooling.Pooler);
        try
        {
            if (chosen == TokenPooling.Pooler && !encoder.HasPooler)
                throw new ArgumentException($"The head is to read the {nameof(TokenPooling.Pooler)}, and this {config.ModelType} encoder has none. Use {nameof(TokenPooling.FirstToken)} or {nameof(TokenPooling.Mean)}.", nameof(head));
            return new SequenceClassificationModel(encoder, head, new ClassifierHead(config.HiddenSize, chosen, head.HiddenSizes, head.OutputCount, head.Dropout ?? dropout), HeadOptions.OwnName);
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }
}
