using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>
/// BERT's normalizer, pre-tokenizer and WordPiece in one pass over ASCII text, without the alignment that they need otherwise.
/// A word with any other character is left to them, from its beginning to the next ASCII blank or punctuation, over which none of them reaches.
/// </summary>
internal sealed class BertAsciiPath
{
    private const byte Blank = 1, Punctuation = 2, Other = 3;

    private readonly WordPieceModel _model;
    private readonly byte[] _kinds = new byte[128];
    private readonly char[] _letters = new char[128];

    public BertAsciiPath(BertNormalizer normalizer, WordPieceModel model)
    {
        _model = model;
        for (int c = 0; c < 128; c++)
        {
            CharacterFlags flags = UnicodeTables.Of(c);
            bool removed = normalizer.CleanText && (flags & CharacterFlags.Removed) != 0;
            _kinds[c] = removed ? Other : (flags & CharacterFlags.WhiteSpace) != 0 ? Blank : (flags & CharacterFlags.Punctuation) != 0 ? Punctuation : (byte)0;
            _letters[c] = normalizer.LowerCase ? char.ToLowerInvariant((char)c) : (char)c;
        }
    }

    /// <summary>Adds the tokens of a text up to the next word that is not all ASCII.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="end">Where to stop.</param>
    /// <param name="tokens">Takes the tokens.</param>
    /// <param name="resume">Where to go on behind the other word.</param>
    /// <returns>Where the other word starts; <paramref name="end"/> where there is none, or no more tokens are asked for.</returns>
    public int Encode(ReadOnlySpan<char> text, int start, int end, TokenBuffer tokens, out int resume)
    {
        resume = end;
        Span<char> word = stackalloc char[128];
        int longest = Math.Min(word.Length, _model.MaxCharactersPerWord);
        for (int i = start; i < end && !tokens.IsFull;)
        {
            int first = i;
            uint hash = PieceTable.HashSeed;
            int length = 0;
            int kind = 0;
            for (; i < end; i++)
            {
                char c = text[i];
                kind = c < 128 ? _kinds[c] : Other;
                if (kind != 0 || length == longest) break;
                c = _letters[c];
                word[length++] = c;
                hash = PieceTable.NextHash(hash, c);
            }

            if (i < end && (kind is Other or 0))
            {
                while (i < end && (text[i] >= 128 || _kinds[text[i]] is not (Blank or Punctuation))) i++;
                resume = i;
                return first;
            }

            if (length > 0) _model.Tokenize(word[..length], hash, first, tokens);
            if (i == end || tokens.IsFull) break;
            if (kind == Punctuation)
            {
                word[0] = text[i];
                _model.Tokenize(word[..1], PieceTable.NextHash(PieceTable.HashSeed, word[0]), i, tokens);
            }

            i++;
        }

        return end;
    }
}
