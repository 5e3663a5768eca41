using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>A corpus as streams of one length that are read side by side, window after window. What is left over at its end is not read.</summary>
internal sealed class TextStreams
{
    // The shares and lengths of Merity et al.'s code.
    private const double FullWindows = 0.95, Deviation = 5;
    private const int Shortest = 5;

    private readonly TokenCorpus _corpus;
    private readonly bool _backward;

    /// <exception cref="ArgumentException">The corpus is too short for a stream of two tokens.</exception>
    public TextStreams(TokenCorpus corpus, int count, bool backward)
    {
        if (corpus.TokenCount < 2) throw new ArgumentException($"A corpus of {corpus.TokenCount} tokens is too short for a language model. Give more text.", nameof(corpus));
        Count = (int)Math.Min(count, corpus.TokenCount - 1);
        Length = checked((int)((corpus.TokenCount - 1) / Count));
        _corpus = corpus;
        _backward = backward;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Tokens of each that are followed by another.</summary>
    public int Length { get; }

    /// <summary>A window of every stream, with the token that follows it.</summary>
    /// <param name="start">The first token of the window in its stream.</param>
    /// <param name="length">Tokens in the window.</param>
    /// <returns><c>[streams * (length + 1)]</c>, stream by stream.</returns>
    public long[] Read(int start, int length)
    {
        int width = length + 1;
        var window = new int[width];
        var all = new long[Count * width];
        for (int stream = 0; stream < Count; stream++)
        {
            long at = ((long)stream * Length) + start;
            _corpus.Read(_backward ? _corpus.TokenCount - at - width : at, window);
            if (_backward) Array.Reverse(window);
            for (int i = 0; i < width; i++) all[(stream * width) + i] = window[i];
        }

        return all;
    }

    /// <summary>Where the windows of an epoch begin, and their lengths.</summary>
    /// <param name="size">Their length; about which they vary where there is <paramref name="random"/>.</param>
    /// <param name="random">Decides the lengths; null: all are of one, but the last.</param>
    public IEnumerable<(int Start, int Length)> Windows(int size, RandomSource? random)
    {
        for (int start = 0; start < Length;)
        {
            int length = random is null ? size : Vary(size, random);
            // A rest that is too short for a window goes with the last one.
            length = Length - start - length < Shortest ? Length - start : length;
            yield return (start, length);
            start += length;
        }
    }

    private static int Vary(int size, RandomSource random)
    {
        double mean = random.NextDouble() < FullWindows ? size : size / 2.0;
        // Box and Muller.
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return (int)Math.Clamp(mean + (Deviation * normal), Math.Min(Shortest, size), 2.0 * size);
    }
}
