using System.Runtime.InteropServices;
using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>Trains WordPiece as Hugging Face does: by merging frequent pairs, where characters within a word begin with <c>##</c>.</summary>
/// <remarks>Ids: special tokens, characters, characters that continue a word, each in the order of code points; then the merged ones.</remarks>
internal sealed class WordPieceTrainer(IReadOnlyList<string> special, int vocabularySize, int minFrequency, int alphabetSize)
{
    public const string ContinuingPrefix = "##";

    /// <summary>Longer words, in Unicode scalar values, are unknown to WordPiece.</summary>
    public const int LongestWord = 100;

    public TrainedVocabulary Train(WordCount[] words, CancellationToken cancellationToken)
    {
        SortedDictionary<Rune, long> alphabet = Alphabet.Of(words, alphabetSize);
        words = Alphabet.Within(words, alphabet);
        List<string> tokens = [.. special];
        Dictionary<Rune, int> firsts = Add(tokens, alphabet.Keys, string.Empty);
        Dictionary<Rune, int> continuing = Add(tokens, alphabet.Keys.Intersect(words.SelectMany(w => w.Word.EnumerateRunes().Skip(1))).Order(), ContinuingPrefix);
        if (tokens.Count > vocabularySize) throw VocabularyTrainer.TooSmall(vocabularySize, tokens.Count, special.Count);
        var merger = new PairMerger(tokens, ContinuingPrefix);
        var symbols = new List<int>();
        foreach ((string word, long count) in words)
        {
            symbols.Clear();
            foreach (Rune rune in word.EnumerateRunes()) symbols.Add(symbols.Count == 0 ? firsts[rune] : continuing[rune]);
            if (symbols.Count <= LongestWord) merger.Add(CollectionsMarshal.AsSpan(symbols), count);
        }

        merger.Run(vocabularySize, minFrequency, cancellationToken);
        return new TrainedVocabulary { Tokens = tokens, Merges = merger.Merges };
    }

    private static Dictionary<Rune, int> Add(List<string> tokens, IEnumerable<Rune> characters, string prefix)
    {
        var ids = new Dictionary<Rune, int>();
        foreach (Rune rune in characters)
        {
            string token = prefix + rune;
            int id = tokens.IndexOf(token);
            ids[rune] = id < 0 ? tokens.Count : id;
            if (id < 0) tokens.Add(token);
        }

        return ids;
    }
}
