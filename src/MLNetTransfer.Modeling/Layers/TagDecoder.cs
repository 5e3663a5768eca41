namespace MLNetTransfer.Modeling.Layers;

/// <summary>Finds the best tags of a sentence, and how likely each tag is, from its words' scores and those of tags that follow one another. Safe for calls from many threads.</summary>
/// <param name="start">Scores of the first tag, <c>[tags]</c>.</param>
/// <param name="end">Scores of the last tag, <c>[tags]</c>.</param>
/// <param name="between">Scores of the second tag after the first, <c>[tags * tags]</c>, row by row.</param>
internal sealed class TagDecoder(float[] start, float[] end, float[] between)
{
    private readonly int _tags = start.Length;

    /// <summary>The most likely tags as a whole (Viterbi's algorithm); of equals the first.</summary>
    /// <param name="emissions">The words' scores, <c>[words * tags]</c>, row by row.</param>
    public int[] BestPath(ReadOnlySpan<float> emissions)
    {
        var words = emissions.Length / _tags;
        if (words == 0) return [];
        var from = new int[emissions.Length];
        var reached = new float[_tags];
        var next = new float[_tags];
        for (var tag = 0; tag < _tags; tag++) reached[tag] = start[tag] + emissions[tag];
        for (var word = 1; word < words; word++)
        {
            for (var tag = 0; tag < _tags; tag++)
            {
                var best = 0;
                for (var before = 1; before < _tags; before++)
                    if (reached[before] + between[before * _tags + tag] > reached[best] + between[best * _tags + tag]) best = before;
                from[word * _tags + tag] = best;
                next[tag] = reached[best] + between[best * _tags + tag] + emissions[word * _tags + tag];
            }
            (reached, next) = (next, reached);
        }
        var path = new int[words];
        for (var tag = 1; tag < _tags; tag++)
            if (reached[tag] + end[tag] > reached[path[^1]] + end[path[^1]]) path[^1] = tag;
        for (var word = words - 1; word > 0; word--) path[word - 1] = from[word * _tags + path[word]];
        return path;
    }

    /// <summary>The probability of each word's tags, over all sequences (the forward-backward algorithm): <c>[words * tags]</c>.</summary>
    /// <param name="emissions">As in <see cref="BestPath"/>.</param>
    public float[] Probabilities(ReadOnlySpan<float> emissions)
    {
        var words = emissions.Length / _tags;
        var probabilities = new float[emissions.Length];
        if (words == 0) return probabilities;
        // Logs of the summed scores of all that comes before a word's tag, with its own score, and of all that follows.
        var (ahead, behind, terms) = (new double[emissions.Length], new double[emissions.Length], new double[_tags]);
        for (var tag = 0; tag < _tags; tag++)
        {
            ahead[tag] = (double)start[tag] + emissions[tag];
            behind[(words - 1) * _tags + tag] = end[tag];
        }
        for (var word = 1; word < words; word++)
        {
            for (var tag = 0; tag < _tags; tag++)
            {
                for (var before = 0; before < _tags; before++) terms[before] = ahead[(word - 1) * _tags + before] + between[before * _tags + tag];
                ahead[word * _tags + tag] = LogSum(terms) + emissions[word * _tags + tag];
            }
        }
        for (var word = words - 2; word >= 0; word--)
        {
            for (var tag = 0; tag < _tags; tag++)
            {
                for (var after = 0; after < _tags; after++) terms[after] = between[tag * _tags + after] + emissions[(word + 1) * _tags + after] + behind[(word + 1) * _tags + after];
                behind[word * _tags + tag] = LogSum(terms);
            }
        }
        for (var word = 0; word < words; word++)
        {
            for (var tag = 0; tag < _tags; tag++) terms[tag] = ahead[word * _tags + tag] + behind[word * _tags + tag];
            var all = LogSum(terms);
            for (var tag = 0; tag < _tags; tag++) probabilities[word * _tags + tag] = (float)Math.Exp(terms[tag] - all);
        }
        return probabilities;
    }

    private static double LogSum(ReadOnlySpan<double> terms)
    {
        var largest = double.NegativeInfinity;
        foreach (var term in terms) largest = Math.Max(largest, term);
        var sum = 0.0;
        foreach (var term in terms) sum += Math.Exp(term - largest);
        return largest + Math.Log(sum);
    }
}
