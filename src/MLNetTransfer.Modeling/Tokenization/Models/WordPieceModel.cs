using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>WordPiece: takes the longest token that a word begins with, and goes on behind it with the tokens that continue a word.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly string[] _tokens;
    private readonly PieceTable _firsts;
    private readonly PieceTable _continuations;
    private readonly int _unknownId;

    /// <param name="tokens">Token by id; null where no token has the id.</param>
    /// <param name="unknownToken">The token for words that cannot be split; one of <paramref name="tokens"/>.</param>
    /// <param name="continuingPrefix">What tokens begin with that continue a word, as a rule <c>##</c>.</param>
    /// <param name="maxCharactersPerWord">Longer words, in Unicode scalar values, are unknown.</param>
    public WordPieceModel(string?[] tokens, string unknownToken, string continuingPrefix, int maxCharactersPerWord)
    {
        _tokens = tokens!;
        MaxCharactersPerWord = maxCharactersPerWord;
        foreach (string? token in tokens)
            if (token is not null) VocabularySize++;
        _firsts = new PieceTable(tokens, prefix: string.Empty);
        _continuations = new PieceTable(tokens, continuingPrefix);
        _unknownId = _firsts.Find(unknownToken);
        if (_unknownId < 0) throw new ArgumentException($"The vocabulary has no unknown token '{unknownToken}'.", nameof(unknownToken));
    }

    public int MaxCharactersPerWord { get; }

    public override int VocabularySize { get; }

    public override int LargestId => _tokens.Length - 1;

    public override int? UnknownId => _unknownId;

    public static TokenModel Read(JsonPart part)
    {
        string?[] tokens = VocabularyReader.Read(part.Require("vocab", JsonValueKind.Object));
        string unknown = part.String("unk_token") ?? "[UNK]";
        if (Array.IndexOf(tokens, unknown) < 0) throw part.Bad("vocab", $"the unknown token '{unknown}' ({part.Place}.unk_token) is missing");
        int longest = part.Integer("max_input_chars_per_word") ?? 100;
        if (longest < 0) throw part.Bad("max_input_chars_per_word", "must not be negative");
        return new WordPieceModel(tokens, unknown, part.String("continuing_subword_prefix") ?? "##", longest);
    }

    public override int? IdOf(ReadOnlySpan<char> token) => _firsts.Find(token) is var id and >= 0 ? id : null;

    public override string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public override void Tokenize(ReadOnlySpan<char> word, TokenBuffer tokens) => Split(word, _firsts.Find(word), 0, tokens);

    /// <summary>Adds the tokens of a word that stands at <paramref name="start"/> in the text, and whose hash the caller has.</summary>
    public void Tokenize(ReadOnlySpan<char> word, uint hash, int start, TokenBuffer tokens) => Split(word, _firsts.Find(word, hash), start, tokens);

    private void Split(ReadOnlySpan<char> word, int wholeWord, int start, TokenBuffer tokens)
    {
        if (IsTooLong(word))
        {
            tokens.Add(_unknownId, start, start + word.Length);
            return;
        }

        if (wholeWord >= 0)
        {
            tokens.Add(wholeWord, start, start + word.Length);
            return;
        }

        int before = tokens.Count;
        for (int at = 0; at < word.Length;)
        {
            int length = FindLongest(at == 0 ? _firsts : _continuations, word[at..], out int id);
            if (length == 0)
            {
                tokens.TakeBack(before);
                tokens.Add(_unknownId, start, start + word.Length);
                return;
            }

            tokens.Add(id, start + at, start + at + length);
            at += length;
        }
    }

    private static int FindLongest(PieceTable table, ReadOnlySpan<char> text, out int id)
    {
        Span<uint> hashes = stackalloc uint[64];
        int longest = Math.Min(text.Length, table.LongestPiece);
        if (longest > hashes.Length) hashes = new uint[longest];
        uint hash = PieceTable.HashSeed;
        for (int i = 0; i < longest; i++) hashes[i] = hash = PieceTable.NextHash(hash, text[i]);
        for (int length = longest; length > 0; length--)
        {
            id = table.Find(text[..length], hashes[length - 1]);
            if (id >= 0) return length;
        }

        id = -1;
        return 0;
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= MaxCharactersPerWord) return false;
        int characters = word.Length;
        foreach (char c in word)
            if (char.IsLowSurrogate(c)) characters--;
        return characters > MaxCharactersPerWord;
    }
}
