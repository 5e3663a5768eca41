namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>How a recurrent language model reads a corpus, and what keeps its states in bounds.</summary>
public sealed class RecurrentTextOptions
{
    /// <summary>Into how many streams the corpus is cut, which are read side by side: the rows of a batch; at least 1.</summary>
    /// <value>Default: 64.</value>
    public int StreamCount { get; set; } = 64;

    /// <summary>How many tokens of each stream are read at once, and gradients reach back through; at least 2.</summary>
    /// <value>Default: 70.</value>
    public int WindowSize { get; set; } = 70;

    /// <summary>Whether windows are of random length about <see cref="WindowSize"/>, one in twenty about half of it, so that they end elsewhere in every epoch; the learning rate goes with the length.</summary>
    /// <value>Default: true.</value>
    public bool VaryWindows { get; set; } = true;

    /// <summary>What the mean square of the last layer's states, after dropout, counts beside the loss (activation regularisation, alpha); at least 0.</summary>
    /// <value>Default: 2.</value>
    public double ActivationPenalty { get; set; } = 2;

    /// <summary>What the mean square of the states' changes from token to token counts beside the loss (temporal activation regularisation, beta); at least 0.</summary>
    /// <value>Default: 1.</value>
    public double ChangePenalty { get; set; } = 1;

    /// <summary>Whether texts are read from their ends, so that the model tells the token before.</summary>
    /// <value>Default: false.</value>
    public bool Backward { get; set; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the option, the range and the value.</exception>
    public void Validate()
    {
        Check(StreamCount >= 1, nameof(StreamCount), StreamCount, "at least 1");
        Check(WindowSize >= 2, nameof(WindowSize), WindowSize, "at least 2");
        Check(ActivationPenalty is >= 0 and < double.PositiveInfinity, nameof(ActivationPenalty), ActivationPenalty, "at least 0");
        Check(ChangePenalty is >= 0 and < double.PositiveInfinity, nameof(ChangePenalty), ChangePenalty, "at least 0");
    }

    /// <summary>The same, in a direction.</summary>
    internal RecurrentTextOptions In(bool backward)
    {
        var copy = (RecurrentTextOptions)MemberwiseClone();
        copy.Backward = backward;
        return copy;
    }

    private static void Check(bool valid, string option, object value, string range)
    {
        if (!valid) throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be {range}.");
    }
}
