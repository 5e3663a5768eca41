using System.Text;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Patterns;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>
/// Byte-level byte-pair encoding straight from the original text: words that were met before need neither be written as bytes nor merged again, and nothing need be aligned.
/// For texts that the normalizer, if there is one, leaves as they are, and without half surrogate pairs.
/// </summary>
internal sealed class ByteLevelPath
{
    private readonly TextNormalizer? _normalizer;
    private readonly TextPattern _splitter;
    private readonly BpeModel _model;
    private readonly ThreadLocal<Scratch> _scratch = new(() => new Scratch());

    private ByteLevelPath(TextNormalizer? normalizer, TextPattern splitter, BpeModel model)
    {
        _normalizer = normalizer;
        _splitter = splitter;
        _model = model;
    }

    /// <summary>The path for the parts of a tokenizer; null where they are others.</summary>
    public static ByteLevelPath? Of(TextNormalizer? normalizer, TextPreTokenizer? preTokenizer, TokenModel model)
    {
        if (model is not BpeModel bpe || normalizer is not (null or UnicodeNormalizer)) return null;
        TextPattern? splitter = preTokenizer switch
        {
            ByteLevelPreTokenizer { AddPrefixSpace: false, UseRegex: true } => Gpt2Pattern.Instance,
            PreTokenizerSequence { Steps: [PatternSplitter split, ByteLevelPreTokenizer { AddPrefixSpace: false, UseRegex: false }] } => split.Isolates,
            _ => null,
        };
        return splitter is null ? null : new ByteLevelPath(normalizer, splitter, bpe);
    }

    /// <summary>Whether a text can go this way.</summary>
    public bool Takes(ReadOnlySpan<char> text) => (_normalizer as UnicodeNormalizer)?.IsPlainlyNormal(text) ?? IsWellFormed(text);

    /// <summary>Adds the tokens of a text.</summary>
    /// <param name="original">The original text.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="end">Where to stop.</param>
    /// <param name="tokens">Takes the tokens.</param>
    /// <param name="trimmer">Trims their stretches; null where nothing does.</param>
    public void Encode(ReadOnlySpan<char> original, int start, int end, TokenBuffer tokens, OffsetTrimmer? trimmer)
    {
        Scratch scratch = _scratch.Value!;
        ReadOnlySpan<char> text = original[start..end];
        var words = new PatternStretches(_splitter, text);
        while (!tokens.IsFull && words.MoveNext())
        {
            TextSpan span = words.Current;
            if (span.Length == 0) continue;
            ReadOnlySpan<char> word = text.Slice(span.Start, span.Length);
            int first = tokens.Count, at = start + span.Start;
            if (!scratch.Cache.TryAdd(word, at, tokens))
            {
                Tokenize(word, at, tokens, scratch);
                scratch.Cache.Keep(word, at, tokens, first);
            }

            trimmer?.Trim(original, tokens, first);
        }
    }

    private void Tokenize(ReadOnlySpan<char> word, int at, TokenBuffer tokens, Scratch scratch)
    {
        scratch.Word.Load(word, 0, word.Length);
        scratch.Bytes.Clear(scratch.Word);
        ByteAlphabet.Write(scratch.Word, 0, scratch.Word.Length, scratch.Bytes);
        int first = tokens.Count;
        _model.TokenizeAnew(scratch.Bytes.Chars, tokens);
        tokens.MapToOriginal(first, 0, scratch.Bytes);
        tokens.Shift(first, at);
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out int width) != System.Buffers.OperationStatus.Done) return false;
            text = text[(at + width)..];
        }

        return true;
    }

    /// <summary>What one thread works with.</summary>
    private sealed class Scratch
    {
        public WordCache Cache { get; } = new();

        public AlignedText Word { get; } = new();

        public AlignedText Bytes { get; } = new();
    }
}
