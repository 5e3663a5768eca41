using System.Text;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Decoders;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads BERT's older form, vocab.txt: a token a line, its id the line's number from 0.</summary>
internal sealed class VocabularyTextReader(string file, SpecialTokensReader settings)
{
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    public TokenizerParts Read(byte[] content)
    {
        string[] tokens = ReadTokens(content);
        var ids = new Dictionary<string, int>(tokens.Length);
        for (int id = 0; id < tokens.Length; id++)
            if (!ids.TryAdd(tokens[id], id))
                throw new InvalidDataException($"{file}: line {id + 1} has the token '{tokens[id]}', which line {ids[tokens[id]] + 1} already has; a token has one id.");

        SpecialTokenNames names = settings.Names;
        int Id(string token, string member) => ids.TryGetValue(token, out int id) ? id
            : throw new InvalidDataException($"{file}: the token '{token}' is missing. If the vocabulary has another in its place, name it as {member} in {TokenizerFiles.Config}.");

        Id(names.Unknown, "unk_token");
        var model = new WordPieceModel(tokens, names.Unknown, "##", maxCharactersPerWord: 100);
        return new TokenizerParts
        {
            Normalizer = new BertNormalizer(cleanText: true, settings.HandleChineseCharacters, settings.StripAccents, settings.LowerCase),
            PreTokenizer = new BertPreTokenizer(),
            Model = model,
            Rows = new RowRules(RowTemplate.Bert(Id(names.Cls, "cls_token"), Id(names.Sep, "sep_token"))),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
            AddedTokens = [.. settings.Additional, .. Named(names).Where(t => ids.ContainsKey(t) && settings.Additional.All(a => a.Content != t)).Select(AddedToken.SpecialToken)],
            SpecialNames = names,
        };
    }

    private static string[] Named(SpecialTokenNames names) => [names.Pad, names.Unknown, names.Cls, names.Sep, names.Mask];

    private string[] ReadTokens(byte[] content)
    {
        string text;
        try
        {
            text = _strict.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{file} is no valid UTF-8 text: byte {e.Index:N0} is wrong. Is it a vocabulary, and whole?", e);
        }

        if (text.StartsWith('\uFEFF')) text = text[1..];
        if (text.EndsWith('\n')) text = text[..^1];
        if (text.Length == 0) throw new InvalidDataException($"{file} is empty; a vocabulary has a token a line.");
        string[] tokens = text.Split('\n');
        for (int i = 0; i < tokens.Length; i++) tokens[i] = tokens[i].TrimEnd('\r');
        return tokens;
    }
}
