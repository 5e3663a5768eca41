using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Features;

/// <summary>How the vectors of a long text's windows become one.</summary>
public enum WindowCombination
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest value in each dimension.</summary>
    Max,
}

/// <summary>Reads a long text in windows of as many tokens as a row may have, instead of cutting it.</summary>
public sealed class TextWindows
{
    /// <summary>How many tokens a window shares with the one before it; from 0, below the tokens of text in a row.</summary>
    /// <value>Default: 32.</value>
    public int OverlapTokens { get; set; } = 32;

    /// <summary>How the windows' vectors become one.</summary>
    /// <value>Default: their mean.</value>
    public WindowCombination Combination { get; set; } = WindowCombination.Mean;

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal void Validate(TruncationOptions truncation)
    {
        if (OverlapTokens < 0 || OverlapTokens >= truncation.MaxTokens)
            throw new ArgumentOutOfRangeException(nameof(OverlapTokens), OverlapTokens, $"The option Windows.{nameof(OverlapTokens)} must be from 0 and below the tokens of a row, {truncation.MaxTokens}.");
        if (!Enum.IsDefined(Combination)) throw new ArgumentOutOfRangeException(nameof(Combination), Combination, $"The option Windows.{nameof(Combination)} must be {string.Join(" or ", Enum.GetNames<WindowCombination>())}.");
        if (truncation.Strategy != TextTruncation.Head)
            throw new ArgumentException($"The options Windows and Truncation.Strategy = {truncation.Strategy} exclude each other: in windows nothing of a text is left out.", nameof(truncation));
    }
}
