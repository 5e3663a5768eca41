namespace MLNetTransfer.Modeling.Generation;

/// <summary>A beginning of a text that a beam search follows.</summary>
/// <param name="Tokens">Its tokens, the prompt included.</param>
/// <param name="Likelihood">The logarithm of its likelihood.</param>
/// <param name="Source">The number of the beam that it continues.</param>
internal sealed record Beam(IReadOnlyList<int> Tokens, float Likelihood, int Source);

/// <summary>The beams of one row, and its best whole texts.</summary>
internal sealed class BeamRow
{
    // The likelihood of what is no beginning of its own: so low that it comes behind all others, yet not infinite, so that differences stay numbers.
    private const float Nothing = -1e9f;

    private readonly GenerationPlan _plan;
    private readonly int _promptLength, _beams;
    private readonly List<(IReadOnlyList<int> Tokens, bool Ended, float Score)> _whole = [];

    public BeamRow(int[] prompt, GenerationPlan plan)
    {
        (_plan, _promptLength, _beams) = (plan, prompt.Length, plan.Options.BeamCount);
        // All begin with the same prompt: one counts.
        Running = [.. Enumerable.Range(0, _beams).Select(i => new Beam(prompt, i == 0 ? 0 : Nothing, i))];
    }

    /// <summary>The beginnings that are followed, likeliest first.</summary>
    public IReadOnlyList<Beam> Running { get; private set; }

    /// <summary>Whether the row has its texts.</summary>
    public bool Done { get; private set; }

    /// <summary>Takes in the likeliest continuations.</summary>
    /// <param name="likelihoods">Their likelihoods, highest first.</param>
    /// <param name="places">Number of the beam times vocabulary plus token.</param>
    /// <param name="vocabulary">The number of tokens.</param>
    /// <param name="length">How many tokens they have, the prompt not included.</param>
    public void Advance(ReadOnlySpan<float> likelihoods, ReadOnlySpan<long> places, long vocabulary, int length)
    {
        var running = new List<Beam>(_beams);
        for (var i = 0; i < places.Length; i++)
        {
            var (source, token) = ((int)(places[i] / vocabulary), (int)(places[i] % vocabulary));
            var ends = _plan.EndTokenIds.Contains(token);
            if (!ends && length < _plan.MaxNewTokens)
            {
                if (running.Count < _beams) running.Add(new Beam([.. Running[source].Tokens, token], likelihoods[i], source));
            }
            // Beyond the number of beams, candidates only stand in for those that end.
            else if (i < _beams) Keep(ends ? Running[source].Tokens : [.. Running[source].Tokens, token], ends, likelihoods[i] / Norm(length));
        }
        Running = running;
        Done = _whole.Count == _beams && (_plan.Options.EarlyStopping == EarlyStopping.Immediately || !CanImprove(length));
    }

    /// <summary>The best texts, best first.</summary>
    public GeneratedText[] Results() =>
        [.. _whole.Take(_plan.Options.TextCount).Select(t => new GeneratedText([.. t.Tokens.Skip(_promptLength)], t.Ended, t.Score))];

    private void Keep(IReadOnlyList<int> tokens, bool ended, float score)
    {
        var behind = _whole.FindIndex(t => t.Score < score);
        _whole.Insert(behind < 0 ? _whole.Count : behind, (tokens, ended, score));
        if (_whole.Count > _beams) _whole.RemoveAt(_beams);
    }

    private bool CanImprove(int length)
    {
        if (Running.Count == 0) return false;
        var longest = _plan.Options.EarlyStopping == EarlyStopping.WhenImpossible && _plan.Options.LengthPenalty > 0;
        return Running[0].Likelihood / Norm(longest ? _plan.MaxNewTokens : length) > _whole[^1].Score;
    }

    private float Norm(int length) => (float)Math.Pow(length, _plan.Options.LengthPenalty);
}
