using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>WordLevel: each word is a token; one that is not in the vocabulary is unknown.</summary>
internal sealed class WordLevelModel : TokenModel
{
    private readonly string?[] _tokens;
    private readonly PieceTable _table;
    private readonly string _unknownToken;
    private readonly int _unknownId;

    /// <param name="tokens">Token by id; null where no token has the id.</param>
    /// <param name="unknownToken">The token for other words; where the vocabulary does not have it, they are an error.</param>
    public WordLevelModel(string?[] tokens, string unknownToken)
    {
        _tokens = tokens;
        _unknownToken = unknownToken;
        _table = new PieceTable(tokens, prefix: string.Empty);
        _unknownId = _table.Find(unknownToken);
        VocabularySize = tokens.Count(token => token is not null);
    }

    public override int VocabularySize { get; }

    public override int LargestId => _tokens.Length - 1;

    public override int? UnknownId => _unknownId < 0 ? null : _unknownId;

    public static TokenModel Read(JsonPart part) => new WordLevelModel(VocabularyReader.Read(part.Require("vocab", JsonValueKind.Object)), part.String("unk_token") ?? "<unk>");

    public override int? IdOf(ReadOnlySpan<char> token) => _table.Find(token) is var id and >= 0 ? id : null;

    public override string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public override void Tokenize(ReadOnlySpan<char> word, TokenBuffer tokens)
    {
        int id = _table.Find(word);
        if (id < 0) id = _unknownId;
        if (id < 0) throw new InvalidDataException($"The text has the word '{word}', which the tokenizer's vocabulary does not have, nor the token '{_unknownToken}' that stands for such (unk_token).");
        tokens.Add(id, 0, word.Length);
    }
}
