using System.Diagnostics;
using MLNetTransfer.Search;

namespace MLNetTransfer.Examples;

/// <summary>How often a row of the question's own class is among the nearest.</summary>
/// <param name="Shares">The share of questions for each of <see cref="Depths"/>.</param>
/// <param name="Questions">How many there were.</param>
/// <param name="PerQuestion">How long one search took, without the encoder.</param>
internal sealed record Recall(double[] Shares, int Questions, TimeSpan PerQuestion)
{
    /// <summary>How many of the nearest rows are looked at.</summary>
    public static int[] Depths { get; } = [1, 5, 10];

    public static Recall Measure(SemanticIndex index, string[] labels, string[] questionLabels, IEnumerable<float[]> questions)
    {
        var found = new int[Depths.Length];
        var time = new Stopwatch();
        var count = 0;
        foreach (var (vector, label) in questions.Zip(questionLabels))
        {
            time.Start();
            var hits = index.Search(vector, Depths[^1]);
            time.Stop();
            var first = hits.TakeWhile(h => labels[h.Row] != label).Count();
            for (var i = 0; i < Depths.Length; i++)
                if (first < Math.Min(Depths[i], hits.Count)) found[i]++;
            count++;
        }
        return new([.. found.Select(f => (double)f / count)], count, time.Elapsed / count);
    }
}
