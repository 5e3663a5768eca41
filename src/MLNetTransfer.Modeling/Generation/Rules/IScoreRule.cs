using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation.Rules;

/// <summary>Changes the scores of the next token before one is chosen.</summary>
internal interface IScoreRule
{
    /// <param name="scores"><c>[rows, vocabulary]</c> float32, changed in place; -∞ rules a token out.</param>
    /// <param name="written">The tokens of each row so far, prompt and padding included.</param>
    void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written);
}

/// <summary>What rules do to scores, by place.</summary>
internal static class ScoreChanges
{
    /// <summary>Rules tokens out.</summary>
    /// <param name="scores"><c>[rows, vocabulary]</c>, contiguous.</param>
    /// <param name="places">Row times vocabulary plus token.</param>
    public static void RuleOut(Tensor scores, IReadOnlyCollection<long> places)
    {
        if (places.Count == 0) return;
        using var scope = TorchSharp.torch.NewDisposeScope();
        scores.view(-1).index_fill_(0, tensor(places.ToArray(), device: scores.device), float.NegativeInfinity);
    }

    /// <summary>Rules tokens out in all rows.</summary>
    public static void RuleOutEverywhere(Tensor scores, IEnumerable<int> tokens)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        scores.index_fill_(1, tensor(tokens.Select(t => (long)t).ToArray(), device: scores.device), float.NegativeInfinity);
    }
}
