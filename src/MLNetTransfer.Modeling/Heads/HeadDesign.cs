using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>A normalisation inside a head.</summary>
internal sealed record NormDesign(double Epsilon, bool Bias = true);

/// <summary>What lies before a head's last layer: dropout, a linear layer, an activation, normalisation.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Norm">The normalisation after it; null for none.</param>
/// <param name="InputDropout">Dropout before the linear layer.</param>
/// <param name="Bias">Whether the linear layer has a bias.</param>
internal sealed record DenseDesign(Activation Activation, NormDesign? Norm = null, double InputDropout = 0, bool Bias = true);

/// <summary>How a family builds its heads, as data.</summary>
internal sealed record HeadDesign
{
    /// <summary>What sequence classification starts from.</summary>
    public TokenPooling Sentence { get; init; } = TokenPooling.Pooler;

    /// <summary>What it puts before its last layer; null for nothing.</summary>
    public DenseDesign? SentenceDense { get; init; }

    /// <summary>Whether the last layer of sequence classification has a bias.</summary>
    public bool SentenceBias { get; init; } = true;

    /// <summary>Dropout before the last layer of sequence classification.</summary>
    public required double SentenceDropout { get; init; }

    /// <summary>What token classification and question answering put before their last layer; null for nothing.</summary>
    public DenseDesign? TokenDense { get; init; }

    /// <summary>Dropout before the last layer of token classification.</summary>
    public required double TokenDropout { get; init; }

    /// <summary>Dropout before the last layer of question answering.</summary>
    public double SpanDropout { get; init; }

    /// <summary>What the masked language model puts before the token table; null where the family has none.</summary>
    public DenseDesign? Vocabulary { get; init; }

    /// <summary>Whether the masked language model adds a bias to each token's score.</summary>
    public bool VocabularyBias { get; init; } = true;

    /// <summary>What finding replaced tokens puts before its last layer; null where the family's pretraining is the masked tokens and a class of the pair of texts.</summary>
    public DenseDesign? ReplacedDense { get; init; }

    /// <summary>Dropout before the pretraining's layer over pairs of texts.</summary>
    public double PairDropout { get; init; }

    /// <summary>The design with another dropout throughout the head of sequence classification.</summary>
    public HeadDesign WithSentenceDropout(double rate) => this with
    {
        SentenceDropout = rate,
        SentenceDense = SentenceDense is { InputDropout: > 0 } dense ? dense with { InputDropout = rate } : SentenceDense,
    };
}
