namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>How rows are made of plain text, and what is hidden in them. What an objective does not use is not looked at.</summary>
public sealed class PretrainingOptions
{
    /// <summary>Tokens in a row at most, special tokens included; at least 8, and no more than the encoder's positions.</summary>
    /// <value>Default: 128.</value>
    public int MaxTokens { get; set; } = 128;

    /// <summary>The share of tokens that are hidden: chosen to be told in masked language modelling, cut out in span corruption; above 0, below 1.</summary>
    /// <value>Default: 0.15, as in BERT, RoBERTa and T5.</value>
    public double MaskedShare { get; set; } = 0.15;

    /// <summary>The share of chosen tokens that the mask token takes the place of; from 0 to 1.</summary>
    /// <value>Default: 0.8.</value>
    public double ReplacedByMask { get; set; } = 0.8;

    /// <summary>The share of chosen tokens that a random token takes the place of; the rest stay as they are. From 0 to 1, with <see cref="ReplacedByMask"/> at most 1.</summary>
    /// <value>Default: 0.1.</value>
    public double ReplacedByRandom { get; set; } = 0.1;

    /// <summary>Whether all tokens of a word are chosen together.</summary>
    /// <value>Default: false.</value>
    public bool WholeWords { get; set; }

    /// <summary>The mean number of tokens in a span that is cut out; at least 1.</summary>
    /// <value>Default: 3, as in T5.</value>
    public double MeanSpan { get; set; } = 3;

    /// <summary>What the loss of the discriminator counts beside that of the generator; above 0.</summary>
    /// <value>Default: 50, as in ELECTRA.</value>
    public double DiscriminatorWeight { get; set; } = 50;

    /// <summary>
    /// Whether generator and discriminator have one set of embeddings, of tokens, positions and token types, that both teach. The generator gets the discriminator's.
    /// Their configs must ask for the same embeddings; the hidden states of a smaller generator may be narrower than <c>embedding_size</c>.
    /// </summary>
    /// <value>Default: null, which shares them where the configs allow it, as in ELECTRA.</value>
    public bool? ShareEmbeddings { get; set; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the option, the range and the value.</exception>
    public void Validate()
    {
        Check(MaxTokens >= 8, nameof(MaxTokens), MaxTokens, "at least 8");
        Check(MaskedShare is > 0 and < 1, nameof(MaskedShare), MaskedShare, "above 0 and below 1");
        Check(ReplacedByMask is >= 0 and <= 1, nameof(ReplacedByMask), ReplacedByMask, "from 0 to 1");
        Check(ReplacedByRandom >= 0 && ReplacedByMask + ReplacedByRandom <= 1, nameof(ReplacedByRandom), ReplacedByRandom, $"from 0 to 1, and with {nameof(ReplacedByMask)} at most 1");
        Check(MeanSpan is >= 1 and < double.PositiveInfinity, nameof(MeanSpan), MeanSpan, "at least 1");
        Check(DiscriminatorWeight is > 0 and < double.PositiveInfinity, nameof(DiscriminatorWeight), DiscriminatorWeight, "above 0");
    }

    private static void Check(bool valid, string option, object value, string range)
    {
        if (!valid) throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be {range}.");
    }
}
