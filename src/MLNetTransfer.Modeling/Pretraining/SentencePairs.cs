using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>
/// A corpus as rows of two texts. Each row has a stretch of lines of one document, cut in two at a random line; half of the time something else of another document takes the place of the second part.
/// A stretch of one line is cut within it.
/// </summary>
/// <remarks>Devlin et al., "BERT" (2019), appendix A.2; cuts and substitutes are drawn anew each time a row is met.</remarks>
internal sealed class SentencePairs
{
    private const int Shortest = 8;

    private readonly TokenCorpus _corpus;
    private readonly PretrainingSetup _setup;
    private readonly int _room;
    private readonly List<Stretch> _stretches = [];

    public SentencePairs(TokenCorpus corpus, PretrainingSetup setup)
    {
        _corpus = corpus;
        _setup = setup;
        int special = setup.Tokenizer.Template.SpecialCount(pair: true);
        _room = setup.Options.MaxTokens - special;
        if (_room < Shortest)
            throw new ArgumentOutOfRangeException(nameof(PretrainingOptions.MaxTokens), setup.Options.MaxTokens, $"The option {nameof(PretrainingOptions.MaxTokens)} must be at least {special + Shortest}: a pair has {special} special tokens.");
        if (corpus.DocumentCount < 2)
            throw new ArgumentException("Next-sentence prediction needs at least two documents, to take a wrong second text from another one. End documents with an empty line.", nameof(corpus));

        for (int document = 0; document < corpus.DocumentCount; document++) AddStretches(document);
        Lengths = [.. _stretches.Select(s => (int)Math.Min(_room, s.End - s.Start) + special)];
    }

    /// <summary>Tokens of each row, if its own text goes on.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>A row, and whether its second text follows the first.</summary>
    public (TokenRow Row, bool Follows) Draw(int row, RandomSource random)
    {
        Stretch stretch = _stretches[row];
        long cut = Cut(stretch, random);
        Span<int> first = Read(stretch.Start, cut), second;
        bool follows = random.NextDouble() >= 0.5;
        if (follows) second = Read(cut, stretch.End);
        else second = Elsewhere(stretch.Document, (int)Math.Max(1, Math.Min(_room - first.Length, stretch.End - cut)), random);

        // As in BERT, the longer text loses tokens, at its front or at its end.
        while (first.Length + second.Length > _room)
        {
            bool front = random.NextDouble() < 0.5;
            if (first.Length > second.Length) first = front ? first[1..] : first[..^1];
            else second = front ? second[1..] : second[..^1];
        }

        return (_setup.Tokenizer.Template.Compose(first, second, pair: true), follows);
    }

    private void AddStretches(int document)
    {
        var (line, end) = _corpus.LinesOf(document);
        while (line < end)
        {
            int first = line;
            long start = _corpus.TokensOf(first).Start;
            do line++;
            while (line < end && _corpus.TokensOf(line).End - start <= _room);
            long stop = _corpus.TokensOf(line - 1).End;
            if (stop - start >= Shortest) _stretches.Add(new Stretch(document, first, line, start, stop));
        }
    }

    private long Cut(Stretch stretch, RandomSource random)
    {
        int lines = stretch.EndLine - stretch.FirstLine;
        return lines > 1
            ? _corpus.TokensOf(stretch.FirstLine + 1 + random.Next(lines - 1)).Start
            // Not far from the middle, so that neither part is a mere word; of a line that is too long, its beginning is what is read.
            : stretch.Start + (Math.Min(_room, stretch.End - stretch.Start) / 4) + random.Next((int)Math.Min(_room, stretch.End - stretch.Start) / 2) + 1;
    }

    private Span<int> Elsewhere(int document, int length, RandomSource random)
    {
        int other = random.Next(_corpus.DocumentCount - 1);
        if (other >= document) other++;
        var (first, end) = _corpus.LinesOf(other);
        long start = _corpus.TokensOf(first + random.Next(end - first)).Start;
        return Read(start, Math.Min(start + length, _corpus.TokensOf(end - 1).End));
    }

    private int[] Read(long start, long end)
    {
        var ids = new int[(int)Math.Min(end - start, _room)];
        _corpus.Read(start, ids);
        return ids;
    }

    private readonly record struct Stretch(int Document, int FirstLine, int EndLine, long Start, long End);
}
