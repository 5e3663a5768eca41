using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.AddedTokens;

/// <summary>All added tokens of a tokenizer, with the ids that Hugging Face's library gives them: the vocabulary's own, or the next free one behind it.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<int, AddedToken> _tokens = [];
    private readonly TextNormalizer? _normalizer;

    public AddedVocabulary(IEnumerable<AddedToken> tokens, TokenModel model, TextNormalizer? normalizer)
    {
        _normalizer = normalizer;
        int largest = -1;
        foreach (AddedToken token in tokens)
        {
            if (token.Content.Length == 0) continue;
            if (!_ids.TryGetValue(token.Content, out int id))
            {
                int? known = model.IdOf(token.Content);
                if (known is null) NewCount++;
                id = known ?? Math.Max(model.VocabularySize, largest + 1);
                _ids.Add(token.Content, id);
                largest = Math.Max(largest, id);
            }

            _tokens[id] = token;
        }

        var original = new List<AddedTokenPattern>();
        var normalized = new List<AddedTokenPattern>();
        foreach ((int id, AddedToken token) in _tokens)
        {
            if (!token.Normalized) original.Add(new AddedTokenPattern(token.Content, token, id));
            else if (NormalForm(token.Content, normalizer) is { Length: > 0 } text) normalized.Add(new AddedTokenPattern(text, token, id));
        }

        Original = new AddedTokenMatcher(original);
        Normalized = new AddedTokenMatcher(normalized);
    }

    /// <summary>Those looked for in the original text.</summary>
    public AddedTokenMatcher Original { get; }

    /// <summary>Those looked for in the normalized text.</summary>
    public AddedTokenMatcher Normalized { get; }

    /// <summary>How many of them the model's vocabulary does not have.</summary>
    public int NewCount { get; }

    public int? IdOf(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    public string? TokenOf(int id) => _tokens.GetValueOrDefault(id)?.Content;

    /// <summary>What decoding makes of an added token: one that is looked for in normalized text is written so, and then no special token any more.</summary>
    public (string? Text, bool Special) Decode(int id)
        => !_tokens.TryGetValue(id, out AddedToken? token) ? (null, false)
        : !token.Normalized ? (token.Content, token.Special)
        : NormalForm(token.Content, _normalizer) is var text && text == token.Content ? (text, token.Special) : (text, false);

    private static string NormalForm(string content, TextNormalizer? normalizer)
    {
        if (normalizer is null) return content;
        var text = new AlignedText();
        var spare = new AlignedText();
        text.Load(content, 0, content.Length);
        normalizer.Normalize(ref text, ref spare);
        return text.Chars.ToString();
    }
}
