using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>Makes a tokenizer of plain text: the words are counted in one pass, then WordPiece, byte-pair encoding or Unigram is trained on the counts.</summary>
/// <remarks>
/// The same lines give the same tokenizer, whatever the number of cores. Memory does not grow with the text beyond <see cref="VocabularyOptions.WordLimit"/>.
/// Merges are learnt as Hugging Face's tokenizers learns them; Unigram as SentencePiece does: frequent stretches, expectation maximisation, and pieces pruned by what their loss would cost.
/// </remarks>
public static class VocabularyTrainer
{
    /// <summary>Trains a tokenizer.</summary>
    /// <param name="lines">The text, for example <see cref="File.ReadLines(string)"/>; read once. No word goes across lines.</param>
    /// <param name="options">What to make; null for an uncased WordPiece of 30,000 tokens.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The tokenizer. <see cref="TextTokenizer.Save"/> writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and the older <c>vocab.txt</c>, or <c>vocab.json</c> and <c>merges.txt</c>.</returns>
    /// <exception cref="ArgumentException">An option is out of range, the text has no word, or the vocabulary has no room for the special tokens and the alphabet.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static TextTokenizer Train(IEnumerable<string> lines, VocabularyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        options ??= new VocabularyOptions();
        options.Check();
        StyleRules style = StyleRules.Of(options.Style, options.IsLowerCase);
        string[] special = [.. style.Tokens.Select(t => t.Content).Concat(options.SpecialTokens).Except(style.LastTokens)];
        int size = options.VocabularySize - style.LastTokens.Length;
        WordCount[] words = new WordCounter(NormalizerOf(style), PreTokenizerOf(style), options.WordLimit).Count(lines, cancellationToken);
        if (words.Length == 0) throw new ArgumentException("The text has no words; a vocabulary cannot be made of it.", nameof(lines));
        TrainedVocabulary vocabulary = style.Kind switch
        {
            VocabularyKind.WordPiece => new WordPieceTrainer(special, size, options.MinFrequency, options.AlphabetSize).Train(words, cancellationToken),
            VocabularyKind.BytePairs => new BpeTrainer(special, size, options.MinFrequency).Train(words, cancellationToken),
            _ => new UnigramTrainer(special, size, options.MinFrequency, options.AlphabetSize).Train(words, cancellationToken),
        };
        foreach (string token in style.LastTokens) vocabulary.Add(token, 0);
        return TextTokenizer.Load(new TokenizerWriter(style, options.SpecialTokens, vocabulary).Write());
    }

    internal static TextNormalizer? NormalizerOf(StyleRules style) => style.Normalizer is { } json ? SupportedParts.Normalizers.Read(style.Part("normalizer", json)) : null;

    internal static TextPreTokenizer PreTokenizerOf(StyleRules style) => SupportedParts.PreTokenizers.Read(style.Part("pre_tokenizer", style.PreTokenizer));

    /// <summary>That the vocabulary is too small for what it must have.</summary>
    internal static ArgumentException TooSmall(int size, int needed, int special)
        => new($"{nameof(VocabularyOptions.VocabularySize)} leaves room for {size:N0} tokens, but {special:N0} special tokens and an alphabet of {needed - special:N0} must be among them. Ask for more tokens, or for a smaller {nameof(VocabularyOptions.AlphabetSize)}.", "options");
}
