using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation.Rules;

/// <summary>Divides scores: above 1 tokens become more alike, below 1 less.</summary>
internal sealed class Temperature(double temperature) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written) => scores.div_(temperature);
}

/// <summary>Keeps the likeliest tokens, so many, and those as likely as the last of them.</summary>
internal sealed class TopK(int count) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        using var scope = torch.NewDisposeScope();
        var kept = (int)Math.Min(count, scores.shape[1]);
        var (values, _) = scores.topk(kept);
        scores.masked_fill_(scores.lt(values.narrow(1, kept - 1, 1)), float.NegativeInfinity);
    }
}

/// <summary>Keeps the fewest likeliest tokens that have a probability together, and always the likeliest.</summary>
internal sealed class TopP(double probability) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        using var scope = torch.NewDisposeScope();
        // From the least likely on, so that the sums that decide are those of small numbers.
        var (sorted, order) = scores.sort(1, descending: false);
        var ruledOut = sorted.softmax(1).cumsum(1).le(1 - probability);
        ruledOut.narrow(1, scores.shape[1] - 1, 1).fill_(false);
        scores.masked_fill_(zeros_like(ruledOut).scatter_(1, order, ruledOut), float.NegativeInfinity);
    }
}

/// <summary>Keeps the tokens that are at least a share as likely as the likeliest.</summary>
internal sealed class MinP(double share) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        using var scope = torch.NewDisposeScope();
        var probabilities = scores.softmax(1);
        var ruledOut = probabilities.lt(probabilities.amax([1L], keepdim: true) * share);
        scores.masked_fill_(ruledOut, float.NegativeInfinity);
    }
}

/// <summary>Keeps the fewest tokens whose surprise is closest to the expected one and that have a probability together (Meister et al., "Locally typical sampling", 2022).</summary>
internal sealed class TypicalP(double probability) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        using var scope = torch.NewDisposeScope();
        var logs = scores.log_softmax(1);
        // A token that is ruled out has probability 0 and adds nothing to the expectation.
        var expected = (logs.exp() * logs).masked_fill(logs.isinf(), 0).sum(dim: 1, keepdim: true);
        var (distances, order) = (expected - logs).abs().sort(1, descending: false);
        var cumulated = scores.gather(1, order).softmax(1).cumsum(1);
        var last = cumulated.lt(probability).sum(dim: 1, keepdim: true).clamp_max(scores.shape[1] - 1);
        var ruledOut = distances.gt(distances.gather(1, last));
        ruledOut.narrow(1, 0, 1).fill_(false);
        scores.masked_fill_(zeros_like(ruledOut).scatter_(1, order, ruledOut), float.NegativeInfinity);
    }
}
