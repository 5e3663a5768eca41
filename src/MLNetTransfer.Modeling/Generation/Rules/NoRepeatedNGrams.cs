using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation.Rules;

/// <summary>Rules out tokens that would complete a run of <paramref name="size"/> tokens that is there already.</summary>
internal sealed class NoRepeatedNGrams(int size) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        var vocabulary = scores.shape[1];
        var places = new HashSet<long>();
        for (var i = 0; i < written.Count; i++)
        {
            var row = written[i];
            for (var start = 0; start + size <= row.Count; start++)
                if (EndsAsAt(row, start)) places.Add(i * vocabulary + row[start + size - 1]);
        }
        ScoreChanges.RuleOut(scores, places);
    }

    /// <summary>Whether the row's last tokens are those at <paramref name="start"/>.</summary>
    private bool EndsAsAt(IReadOnlyList<int> row, int start)
    {
        var last = row.Count - (size - 1);
        for (var i = 0; i < size - 1; i++)
            if (row[start + i] != row[last + i]) return false;
        return true;
    }
}
