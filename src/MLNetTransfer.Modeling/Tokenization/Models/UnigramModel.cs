using System.Globalization;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>
/// SentencePiece's Unigram: the pieces of the highest sum of scores that make up a word. A character that is no piece counts as unknown, and unknown ones side by side are one token,
/// or the tokens of their bytes.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>By how much an unknown character's score is below that of the worst piece.</summary>
    private const double UnknownPenalty = 10;

    /// <summary>Words of more units get buffers that are not kept.</summary>
    private const int LongWord = 1 << 16;

    [ThreadStatic]
    private static Step[]? _buffer;

    private readonly string[] _pieces;
    private readonly double[] _scores;
    private readonly PieceTrie _trie;
    private readonly int? _unknownId;
    private readonly double _unknownScore;
    private readonly int[]? _bytes;

    /// <param name="pieces">Piece by id; of equal ones the last counts.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="unknownId">The id of unknown characters; without one, a text that has any is refused.</param>
    /// <param name="byteFallback">Whether unknown characters become the tokens of their bytes in UTF-8, where there are all of them.</param>
    public UnigramModel(string[] pieces, double[] scores, int? unknownId, bool byteFallback)
    {
        _pieces = pieces;
        _scores = scores;
        _trie = new PieceTrie(pieces);
        _unknownId = unknownId;
        _unknownScore = scores.Min() - UnknownPenalty;
        if (byteFallback) _bytes = [.. Enumerable.Range(0, 256).Select(b => _trie.Find($"<0x{b:X2}>"))];
    }

    public override int VocabularySize => _pieces.Length;

    public override int LargestId => _pieces.Length - 1;

    public override int? UnknownId => _unknownId;

    public static TokenModel Read(JsonPart part)
    {
        JsonPart vocabulary = part.Require("vocab", JsonValueKind.Array);
        int count = vocabulary.Element.GetArrayLength();
        if (count is 0 or > VocabularyReader.LargestId) throw part.Bad("vocab", $"must have from 1 to {VocabularyReader.LargestId:N0} pieces");
        var pieces = new string[count];
        var scores = new double[count];
        int id = 0;
        foreach (JsonElement entry in vocabulary.Element.EnumerateArray())
        {
            string place = $"vocab[{id}]";
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].ValueKind != JsonValueKind.String || entry[1].ValueKind != JsonValueKind.Number)
                throw part.Bad(place, "must be a piece and its score");
            pieces[id] = JsonFile.Text(entry[0], $"{part.Place}.{place}", part.File);
            scores[id++] = ReferenceNumber.Parse(entry[1]) ?? throw part.Bad(place, "the score is out of range");
        }

        int? unknown = part.Integer("unk_id");
        if (unknown is { } u && (u < 0 || u >= count)) throw part.Bad("unk_id", $"is {u}, but there are {count} pieces");
        return new UnigramModel(pieces, scores, unknown, part.Boolean("byte_fallback") ?? false);
    }

    public override int? IdOf(ReadOnlySpan<char> token) => _trie.Find(token) is var id and >= 0 ? id : null;

    public override string? TokenOf(int id) => (uint)id < (uint)_pieces.Length ? _pieces[id] : null;

    public override void Tokenize(ReadOnlySpan<char> word, TokenBuffer tokens)
    {
        Span<Step> best = Buffer(word.Length + 1);
        FindBest(word, best);
        for (int end = word.Length; end > 0; end = best[end].Start) best[best[end].Start].Next = end;
        for (int at = 0; at < word.Length;)
        {
            int end = best[at].Next;
            int id = best[end].Id;
            if (id == _unknownId)
            {
                while (end < word.Length && best[best[end].Next].Id == id) end = best[end].Next;
                AddUnknown(word, at, end, tokens);
            }
            else
            {
                tokens.Add(id, at, end);
            }

            at = end;
        }
    }

    private static Span<Step> Buffer(int length)
    {
        if (length > LongWord) return new Step[length];
        if (_buffer is null || _buffer.Length < length) _buffer = new Step[Math.Max(256, length * 2)];
        return _buffer.AsSpan(0, length);
    }

    /// <summary>Finds the best way to every place of a word; of equal ones that stays whose last piece starts first.</summary>
    private void FindBest(ReadOnlySpan<char> word, Span<Step> best)
    {
        best.Fill(new Step { Start = -1 });
        for (int start = 0; start < word.Length;)
        {
            int width = char.IsHighSurrogate(word[start]) ? 2 : 1;
            double score = best[start].Score;
            bool known = false;
            int node = PieceTrie.Root;
            for (int end = start; end < word.Length && _trie.TryStep(ref node, word[end]);)
            {
                end++;
                int id = _trie.IdAt(node);
                if (id < 0) continue;
                best[end].Improve(score + _scores[id], start, id);
                known |= end - start == width;
            }

            if (!known) best[start + width].Improve(score + _unknownScore, start, _unknownId ?? throw NoUnknown(word, start));
            start += width;
        }
    }

    private void AddUnknown(ReadOnlySpan<char> word, int start, int end, TokenBuffer tokens)
    {
        ReadOnlySpan<char> text = word[start..end];
        // Together they may be a piece after all, though not the best one.
        int id = _trie.Find(text);
        if (id >= 0 || _bytes is null || !TryAddBytes(text, start, end, tokens)) tokens.Add(id >= 0 ? id : _unknownId!.Value, start, end);
    }

    private bool TryAddBytes(ReadOnlySpan<char> text, int start, int end, TokenBuffer tokens)
    {
        int before = tokens.Count;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            foreach (byte b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                if (_bytes![b] < 0)
                {
                    tokens.TakeBack(before);
                    return false;
                }

                tokens.Add(_bytes[b], start, end);
            }
        }

        return true;
    }

    private static InvalidOperationException NoUnknown(ReadOnlySpan<char> word, int at)
    {
        Rune.DecodeFromUtf16(word[at..], out Rune rune, out _);
        return new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The vocabulary has no piece for the character U+{rune.Value:X4}, and the tokenizer names none for unknown ones (model.unk_id)."));
    }

    /// <summary>The best way to a place.</summary>
    private struct Step
    {
        public double Score;

        /// <summary>Where its last piece starts; negative where no way is known.</summary>
        public int Start;

        /// <summary>The last piece.</summary>
        public int Id;

        /// <summary>On the best way through the whole word, where the piece ends that starts here.</summary>
        public int Next;

        public void Improve(double score, int start, int id)
        {
            if (Start >= 0 && score <= Score) return;
            Score = score;
            Start = start;
            Id = id;
        }
    }
}
