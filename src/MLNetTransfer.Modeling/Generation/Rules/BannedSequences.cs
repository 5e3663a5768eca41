using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation.Rules;

/// <summary>Rules out tokens that would complete one of some sequences.</summary>
internal sealed class BannedSequences(IReadOnlyList<IReadOnlyList<int>> sequences) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        var vocabulary = scores.shape[1];
        var places = new HashSet<long>();
        for (var i = 0; i < written.Count; i++)
            foreach (var sequence in sequences)
                if (EndsWithAllButTheLast(written[i], sequence)) places.Add(i * vocabulary + sequence[^1]);
        ScoreChanges.RuleOut(scores, places);
    }

    private static bool EndsWithAllButTheLast(IReadOnlyList<int> row, IReadOnlyList<int> sequence)
    {
        var before = sequence.Count - 1;
        if (row.Count < before) return false;
        for (var i = 0; i < before; i++)
            if (row[row.Count - before + i] != sequence[i]) return false;
        return true;
    }
}
