using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Training;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>Makes fastai's tokenizer of plain text: its rules, and a vocabulary of the text's most frequent words.</summary>
public static class FastaiVocabulary
{
    // More different words than that at a time, and the rarest are forgotten.
    private const int WordLimit = 4_000_000;

    /// <summary>Counts words and keeps the most frequent ones, behind fastai's special tokens.</summary>
    /// <param name="texts">The texts; read once. No word goes across texts.</param>
    /// <param name="vocabularySize">How many tokens there are to be at most, the 9 special ones included. fastai has 60,000.</param>
    /// <param name="minFrequency">How often a word must occur, at least 1. fastai has 3.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The tokenizer; words that it does not have are <c>xxunk</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TextTokenizer Train(IEnumerable<string> texts, int vocabularySize = 60_000, int minFrequency = 3, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(vocabularySize, FastaiRules.SpecialTokens.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(minFrequency, 1);
        var words = new WordCounter(FastaiRules.Normalizer, FastaiRules.Words, WordLimit).Count(texts, cancellation);
        string[] tokens =
        [
            .. FastaiRules.SpecialTokens,
            .. words.Where(w => w.Count >= minFrequency && !FastaiRules.SpecialTokens.Contains(w.Word) && w.Word != FastaiRules.Filler)
                .OrderByDescending(w => w.Count).Select(w => w.Word).Take(vocabularySize - FastaiRules.SpecialTokens.Length),
        ];
        return TextTokenizer.Load(new Dictionary<string, byte[]> { [TokenizerFiles.FastaiVocabulary] = JsonSerializer.SerializeToUtf8Bytes(tokens) });
    }
}
