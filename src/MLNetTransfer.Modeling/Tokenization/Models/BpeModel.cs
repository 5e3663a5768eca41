using System.Text;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>Byte-pair encoding: takes a word's characters, or bytes written as such, and merges neighbours in the order of the merges.</summary>
internal sealed class BpeModel : TokenModel
{
    [ThreadStatic]
    private static SymbolList? _scratch;

    private readonly ThreadLocal<WordCache> _caches = new(() => new WordCache());
    private readonly string?[] _tokens;
    private readonly PieceTable _table;
    private readonly MergeTable _merges;
    private readonly BpeOptions _options;
    private readonly int _unknownId = -1;
    private readonly int[]? _byteIds;

    // Ids of the characters below U+0180, among which are those that stand for bytes: as they stand in a word.
    private readonly int[] _lowIds = new int[0x180];

    /// <param name="tokens">Token by id; null where no token has the id.</param>
    /// <param name="merges">The merges, by ids, the earliest first.</param>
    /// <param name="options">What else it does.</param>
    public BpeModel(string?[] tokens, IReadOnlyList<(int Left, int Right, int Merged)> merges, BpeOptions options)
    {
        _tokens = tokens;
        _options = options;
        _table = new PieceTable(tokens, prefix: string.Empty);
        _merges = new MergeTable(merges);
        VocabularySize = tokens.Count(token => token is not null);
        if (options.UnknownToken is { } unknown) _unknownId = _table.Find(unknown);
        if (options.FallsBackToBytes) _byteIds = [.. Enumerable.Range(0, 256).Select(b => _table.Find($"<0x{b:X2}>"))];
        for (int c = 0; c < _lowIds.Length; c++) _lowIds[c] = _table.Find([(char)c]);
    }

    public override int VocabularySize { get; }

    public override int LargestId => _tokens.Length - 1;

    public override int? UnknownId => _unknownId < 0 ? null : _unknownId;

    public override int? IdOf(ReadOnlySpan<char> token) => _table.Find(token) is var id and >= 0 ? id : null;

    public override string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public override void Tokenize(ReadOnlySpan<char> word, TokenBuffer tokens)
    {
        WordCache cache = _caches.Value!;
        if (cache.TryAdd(word, 0, tokens)) return;
        int first = tokens.Count;
        TokenizeAnew(word, tokens);
        cache.Keep(word, 0, tokens, first);
    }

    /// <summary>Adds the tokens of a word, as <see cref="Tokenize"/> does, but does not remember it.</summary>
    public void TokenizeAnew(ReadOnlySpan<char> word, TokenBuffer tokens)
    {
        if (_options.TakesWholeWords && _table.Find(word) is var whole and >= 0)
        {
            tokens.Add(whole, 0, word.Length);
            return;
        }

        SymbolList symbols = _scratch ?? new SymbolList();
        _scratch = null;
        symbols.Clear();
        AddCharacters(word, symbols);
        symbols.Merge(_merges);
        AddTokens(word, symbols, tokens);
        _scratch = symbols;
    }

    /// <summary>The id of one character at its place in a word; negative where the vocabulary does not have it.</summary>
    private int IdAt(ReadOnlySpan<char> character, bool first, bool last)
    {
        bool plain = (first || _options.ContinuingPrefix.Length == 0) && (!last || _options.WordSuffix.Length == 0);
        if (!plain) return _table.Find($"{(first ? string.Empty : _options.ContinuingPrefix)}{character}{(last ? _options.WordSuffix : string.Empty)}");
        return character[0] < _lowIds.Length ? _lowIds[character[0]] : _table.Find(character);
    }

    private void AddCharacters(ReadOnlySpan<char> word, SymbolList symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int unknown = 0;
        for (int i = 0; i < word.Length;)
        {
            int width = char.IsHighSurrogate(word[i]) ? 2 : 1;
            ReadOnlySpan<char> character = word.Slice(i, width);
            int length = LengthAt(word, i);
            int id = IdAt(character, i == 0, i + width == word.Length);
            i += width;
            if (id >= 0)
            {
                if (unknown > 0) symbols.Add(_unknownId, unknown);
                unknown = 0;
                symbols.Add(id, length);
                continue;
            }

            if (_byteIds is not null && TryAddBytes(utf8[..Encoding.UTF8.GetBytes(character, utf8)], symbols)) continue;
            if (_options.UnknownToken is null) continue;
            if (_unknownId < 0) throw new InvalidDataException($"The text has the character '{character}', which the tokenizer's vocabulary does not have, nor the token '{_options.UnknownToken}' that stands for such (unk_token).");
            if (unknown > 0 && !_options.FusesUnknown)
            {
                symbols.Add(_unknownId, unknown);
                unknown = 0;
            }

            unknown += length;
        }

        if (unknown > 0) symbols.Add(_unknownId, unknown);
    }

    private bool TryAddBytes(ReadOnlySpan<byte> bytes, SymbolList symbols)
    {
        foreach (byte b in bytes)
            if (_byteIds![b] < 0) return false;
        foreach (byte b in bytes) symbols.Add(_byteIds![b], 1);
        return true;
    }

    /// <summary>Adds what the symbols have become, with the places where the characters start and end in which their bytes do.</summary>
    private static void AddTokens(ReadOnlySpan<char> word, SymbolList symbols, TokenBuffer tokens)
    {
        // A character's place, and that of its first byte.
        int at = 0, byteAt = 0, bytes = 0;
        foreach (ref readonly SymbolList.Symbol symbol in symbols.Symbols)
        {
            if (symbol.Length == 0) continue;
            for (int length; byteAt + (length = LengthAt(word, at)) <= bytes; byteAt += length) at += WidthAt(word, at);
            int start = at;
            bytes += symbol.Length;
            for (int length; byteAt + (length = LengthAt(word, at)) < bytes; byteAt += length) at += WidthAt(word, at);
            tokens.Add(symbol.Id, start, at + WidthAt(word, at));
        }
    }

    private static int WidthAt(ReadOnlySpan<char> word, int at) => char.IsHighSurrogate(word[at]) ? 2 : 1;

    /// <summary>How many bytes a character has in UTF-8.</summary>
    private static int LengthAt(ReadOnlySpan<char> word, int at) => word[at] switch
    {
        < '\x80' => 1,
        < '\u0800' => 2,
        >= '\uD800' and < '\uDC00' => 4,
        _ => 3,
    };
}
