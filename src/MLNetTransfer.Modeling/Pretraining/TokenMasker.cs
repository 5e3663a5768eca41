using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Hides tokens of a row for a model to tell: most behind the mask token, some behind another token, some not at all.</summary>
/// <remarks>Devlin et al., "BERT" (2019), section 3.1; drawn anew each time a row is met, as in Liu et al., "RoBERTa" (2019). Whole words as in BERT's later release.</remarks>
internal sealed class TokenMasker
{
    private readonly PretrainingOptions _options;
    private readonly int _maskId, _vocabularySize;
    private readonly bool[] _special;
    private readonly bool[]? _continuesWord;

    /// <exception cref="InvalidOperationException">The tokenizer has no mask token, or does not tell where words begin.</exception>
    public TokenMasker(TextTokenizer tokenizer, PretrainingOptions options)
    {
        _options = options;
        _vocabularySize = tokenizer.VocabularySize;
        _maskId = tokenizer.Special.MaskId ?? throw new InvalidOperationException("The tokenizer has no mask token, which masked language modelling needs. Use one of a masked language model, or another objective.");
        _special = new bool[_vocabularySize];
        int?[] special = [tokenizer.Special.PadId, tokenizer.Special.ClsId, tokenizer.Special.SepId, _maskId];
        foreach (int? id in special)
            if (id < _vocabularySize) _special[id.Value] = true;
        if (options.WholeWords) _continuesWord = WordPieces.Continuing(tokenizer);
    }

    /// <summary>Whether a token may be chosen.</summary>
    public bool IsText(int id) => !_special[id];

    /// <summary>Chooses tokens of a row, hides them in it, and adds where they stand and what they were.</summary>
    public void Mask(Span<int> ids, int start, RandomSource random, List<long> positions, List<long> labels)
    {
        foreach (int i in _continuesWord is null ? Tokens(ids, random) : Words(ids, random))
        {
            positions.Add(start + i);
            labels.Add(ids[i]);
            double kind = random.NextDouble();
            if (kind < _options.ReplacedByMask) ids[i] = _maskId;
            else if (kind < _options.ReplacedByMask + _options.ReplacedByRandom) ids[i] = random.Next(_vocabularySize);
        }
    }

    // Each for itself; at least one, so that no row is read in vain.
    private List<int> Tokens(ReadOnlySpan<int> ids, RandomSource random)
    {
        var chosen = new List<int>();
        int text = 0, fallback = -1;
        for (int i = 0; i < ids.Length; i++)
        {
            if (_special[ids[i]]) continue;
            if (random.NextDouble() < _options.MaskedShare) chosen.Add(i);
            if (random.Next(++text) == 0) fallback = i;
        }
        if (chosen.Count == 0 && fallback >= 0) chosen.Add(fallback);
        return chosen;
    }

    // Words in random order, until the share is reached; one that would go beyond it is left out.
    private List<int> Words(ReadOnlySpan<int> ids, RandomSource random)
    {
        var words = new List<List<int>>();
        int text = 0;
        bool inWord = false;
        for (int i = 0; i < ids.Length; i++)
        {
            bool isText = !_special[ids[i]];
            if (isText)
            {
                text++;
                if (inWord && _continuesWord![ids[i]]) words[^1].Add(i);
                else words.Add([i]);
            }
            inWord = isText;
        }

        int wanted = Math.Max(1, (int)Math.Round(text * _options.MaskedShare));
        List<int>[] order = [.. words];
        random.Shuffle<List<int>>(order);
        var chosen = new List<int>();
        foreach (var word in order)
        {
            if (chosen.Count + word.Count <= wanted || chosen.Count == 0) chosen.AddRange(word);
            if (chosen.Count >= wanted) break;
        }
        chosen.Sort();
        return chosen;
    }
}
