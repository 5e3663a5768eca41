using System.Runtime.InteropServices;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>Trains byte-level byte-pair encoding: words come as the characters that stand for their bytes.</summary>
/// <remarks>Ids: special tokens, the bytes in the order of their characters, then the merged ones.</remarks>
internal sealed class BpeTrainer(IReadOnlyList<string> special, int vocabularySize, int minFrequency)
{
    /// <summary>The bytes that are tokens; all, so that every text can be written.</summary>
    public IReadOnlyList<char> Bytes { get; init; } = ByteAlphabet.Characters.ToArray();

    public TrainedVocabulary Train(WordCount[] words, CancellationToken cancellationToken)
    {
        List<string> tokens = [.. special];
        var ids = new Dictionary<char, int>();
        foreach (char c in Bytes.Order())
        {
            int id = tokens.IndexOf(c.ToString());
            ids[c] = id < 0 ? tokens.Count : id;
            if (id < 0) tokens.Add(c.ToString());
        }

        if (tokens.Count > vocabularySize) throw VocabularyTrainer.TooSmall(vocabularySize, tokens.Count, special.Count);
        var merger = new PairMerger(tokens, continuingPrefix: string.Empty);
        var symbols = new List<int>();
        foreach ((string word, long count) in words)
        {
            symbols.Clear();
            foreach (char c in word) symbols.Add(ids[c]);
            merger.Add(CollectionsMarshal.AsSpan(symbols), count);
        }

        merger.Run(vocabularySize, minFrequency, cancellationToken);
        return new TrainedVocabulary { Tokens = tokens, Merges = merger.Merges };
    }
}
