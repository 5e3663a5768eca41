using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation.Rules;

/// <summary>Keeps texts from ending below a length, the prompt included.</summary>
internal sealed class MinimumLength(int length, IReadOnlyList<int> endTokenIds) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        if (written[0].Count < length) ScoreChanges.RuleOutEverywhere(scores, endTokenIds);
    }
}

/// <summary>Makes texts end at a length, the prompt and the end token included.</summary>
internal sealed class ForcedEnd(int length, int endTokenId) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        if (written[0].Count != length - 1) return;
        scores.fill_(float.NegativeInfinity);
        using var end = scores.select(1, endTokenId);
        end.zero_();
    }
}
