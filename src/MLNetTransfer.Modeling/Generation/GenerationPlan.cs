using MLNetTransfer.Modeling.Generation.Rules;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation;

/// <summary>What a search works with: the model where it begins to write, the rules in force, and the lengths.</summary>
internal sealed class GenerationPlan
{
    private readonly ITokenDecoder _decoder;
    private readonly IReadOnlyList<IScoreRule> _rules;
    private readonly CancellationToken _cancellation;

    public GenerationPlan(ITokenDecoder decoder, GenerationOptions options, IReadOnlyList<int> endTokenIds, DecodingStart start, CancellationToken cancellation)
    {
        (_decoder, Options, EndTokenIds, State, FirstScores, _cancellation) = (decoder, options, endTokenIds, start.State, start.Scores, cancellation);
        Device = start.Scores.device;
        using var written = start.Written.cpu();
        var tokens = written.data<long>().ToArray();
        Prompts = [.. tokens.Chunk((int)written.shape[1]).Select(row => Array.ConvertAll(row, id => (int)id))];
        MaxNewTokens = Math.Min(options.MaxNewTokens, start.Room);
        var vocabulary = start.Scores.shape[1];
        foreach (var id in options.BannedSequences.SelectMany(s => s))
            if (id < 0 || id >= vocabulary) throw new ArgumentException($"The option {nameof(options.BannedSequences)} has the token id {id}; this model's lie from 0 to {vocabulary - 1}.");
        _rules = Rules(options, endTokenIds, Prompts[0].Length, MaxNewTokens);
    }

    public GenerationOptions Options { get; }

    public IReadOnlyList<int> EndTokenIds { get; }

    public DecodingState State { get; }

    /// <summary>The tokens before the first one to be written, of each row, padding included.</summary>
    public IReadOnlyList<int[]> Prompts { get; }

    /// <summary>The scores of the first token to be written, <c>[rows, vocabulary]</c>.</summary>
    public Tensor FirstScores { get; }

    /// <summary>Where the model is.</summary>
    public Device Device { get; }

    /// <summary>How many tokens can be written.</summary>
    public int MaxNewTokens { get; }

    /// <summary>Applies the rules to scores, in place.</summary>
    public void Constrain(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        foreach (var rule in _rules) rule.Apply(scores, written);
    }

    /// <summary>The scores after one more token in each row.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Tensor Next(ReadOnlySpan<long> tokenIds)
    {
        _cancellation.ThrowIfCancellationRequested();
        using var tokens = tensor(tokenIds.ToArray(), device: Device);
        return _decoder.Next(tokens, State);
    }

    /// <summary>The rules that options ask for, in the reference's order, which matters.</summary>
    private static List<IScoreRule> Rules(GenerationOptions o, IReadOnlyList<int> endTokenIds, int promptLength, int maxNewTokens)
    {
        var rules = new List<IScoreRule>();
        if (o.RepetitionPenalty != 1) rules.Add(new RepetitionPenalty(o.RepetitionPenalty));
        if (o.NoRepeatNGramSize > 0) rules.Add(new NoRepeatedNGrams(o.NoRepeatNGramSize));
        if (o.BannedSequences.Count > 0) rules.Add(new BannedSequences(o.BannedSequences));
        if (o.MinNewTokens > 0 && endTokenIds.Count > 0) rules.Add(new MinimumLength(promptLength + o.MinNewTokens, endTokenIds));
        if (o.ForceEnd && endTokenIds.Count > 0) rules.Add(new ForcedEnd(promptLength + maxNewTokens, endTokenIds[0]));
        if (!o.Sample) return rules;
        if (o.Temperature != 1) rules.Add(new Temperature(o.Temperature));
        if (o.TopK > 0) rules.Add(new TopK(o.TopK));
        if (o.TopP < 1) rules.Add(new TopP(o.TopP));
        if (o.MinP > 0) rules.Add(new MinP(o.MinP));
        if (o.TypicalP < 1) rules.Add(new TypicalP(o.TypicalP));
        return rules;
    }
}
