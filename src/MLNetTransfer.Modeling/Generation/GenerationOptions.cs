namespace MLNetTransfer.Modeling.Generation;

/// <summary>When a beam search stops looking for better texts than those it has.</summary>
public enum EarlyStopping
{
    /// <summary>As soon as there are as many whole texts as beams.</summary>
    Immediately,
    /// <summary>When the best unfinished text, at its present length, scores below the worst whole one.</summary>
    WhenUnlikely,
    /// <summary>When no unfinished text can score above the worst whole one, whatever its length.</summary>
    WhenImpossible,
}

/// <summary>How text is generated. The defaults take the likeliest token at every step.</summary>
public sealed class GenerationOptions
{
    /// <summary>Tokens written at most, from 1. Models with a fixed number of positions write no more than those allow. Default 128.</summary>
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>Tokens that are written before a text may end, from 0 to <see cref="MaxNewTokens"/>. Default 0.</summary>
    public int MinNewTokens { get; init; }

    /// <summary>Texts returned for each row, best first: as many as beams at most; more than one needs beams or sampling. Default 1.</summary>
    public int TextCount { get; init; } = 1;

    /// <summary>The tokens that end a text; they are not returned. Default null: <c>eos_token_id</c> of the model's config.json. None: texts end at <see cref="MaxNewTokens"/>.</summary>
    public IReadOnlyList<int>? EndTokenIds { get; init; }

    /// <summary>Whether a text that reaches <see cref="MaxNewTokens"/> is made to end there with the first of <see cref="EndTokenIds"/>. Default false.</summary>
    public bool ForceEnd { get; init; }

    /// <summary>Texts that are followed side by side; from 1. Above 1 it is a beam search, which excludes <see cref="Sample"/>. Default 1.</summary>
    public int BeamCount { get; init; } = 1;

    /// <summary>The power of a text's length that its log-likelihood is divided by in a beam search: above 0 favours long texts, below 0 short ones. Default 1.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>When a beam search ends. Default <see cref="Generation.EarlyStopping.WhenUnlikely"/>.</summary>
    public EarlyStopping EarlyStopping { get; init; } = EarlyStopping.WhenUnlikely;

    /// <summary>What makes tokens that are there already, in the prompt too, less likely: above 1 less, below 1 more; above 0. Default 1: nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>No run of so many tokens comes twice, the prompt included; 0: repetition is free. Default 0.</summary>
    public int NoRepeatNGramSize { get; init; }

    /// <summary>Runs of tokens that are never written; none of them empty. Default none.</summary>
    public IReadOnlyList<IReadOnlyList<int>> BannedSequences { get; init; } = [];

    /// <summary>Whether tokens are drawn at random by their likelihood. The options below matter only then. Default false.</summary>
    public bool Sample { get; init; }

    /// <summary>What decides the draws: the same seed, model and input give the same texts. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Above 1 flattens the distribution, below 1 sharpens it; above 0. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Draws among the likeliest tokens, so many; 0: all. Default 0.</summary>
    public int TopK { get; init; }

    /// <summary>Draws among the fewest likeliest tokens that have this probability together; above 0, to 1: all. Default 1.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Draws among the tokens that are at least this share as likely as the likeliest; from 0: all, to 1. Default 0.</summary>
    public double MinP { get; init; }

    /// <summary>Draws among the fewest tokens of most typical surprise that have this probability together; above 0, to 1: all. Default 1.</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Checks ranges and what excludes one another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">Options exclude one another.</exception>
    internal void Check()
    {
        AtLeast(MaxNewTokens, 1, nameof(MaxNewTokens));
        AtLeast(MinNewTokens, 0, nameof(MinNewTokens));
        AtLeast(TextCount, 1, nameof(TextCount));
        AtLeast(BeamCount, 1, nameof(BeamCount));
        AtLeast(NoRepeatNGramSize, 0, nameof(NoRepeatNGramSize));
        AtLeast(TopK, 0, nameof(TopK));
        Within(RepetitionPenalty, double.Epsilon, double.MaxValue, nameof(RepetitionPenalty), "a number above 0");
        Within(LengthPenalty, -double.MaxValue, double.MaxValue, nameof(LengthPenalty), "a number");
        Within(Temperature, double.Epsilon, double.MaxValue, nameof(Temperature), "a number above 0");
        Within(TopP, double.Epsilon, 1, nameof(TopP), "above 0, at most 1");
        Within(MinP, 0, 1, nameof(MinP), "from 0 to 1");
        Within(TypicalP, double.Epsilon, 1, nameof(TypicalP), "above 0, at most 1");
        if (MinNewTokens > MaxNewTokens) throw Wrong(nameof(MinNewTokens), MinNewTokens, $"at most {nameof(MaxNewTokens)}, {MaxNewTokens}");
        if (BannedSequences.Any(s => s.Count == 0)) throw new ArgumentException($"The option {nameof(BannedSequences)} has an empty sequence; each needs at least one token.");
        if (Sample && BeamCount > 1) throw new ArgumentException($"The options {nameof(Sample)} and {nameof(BeamCount)} {BeamCount} exclude one another.");
        if (!Sample && TextCount > BeamCount)
            throw new ArgumentException($"The option {nameof(TextCount)} is {TextCount}, but there {(BeamCount == 1 ? "is one text" : $"are {BeamCount} texts")} to choose from. Set {nameof(BeamCount)} to {TextCount} or more, or {nameof(Sample)}.");
    }

    private static void AtLeast(int value, int least, string name)
    {
        if (value < least) throw Wrong(name, value, $"at least {least}");
    }

    private static void Within(double value, double least, double most, string name, string expected)
    {
        if (!(value >= least && value <= most)) throw Wrong(name, value, expected);
    }

    private static ArgumentOutOfRangeException Wrong(string name, object value, string expected) => new(name, value, $"The option {name} must be {expected}.");
}
