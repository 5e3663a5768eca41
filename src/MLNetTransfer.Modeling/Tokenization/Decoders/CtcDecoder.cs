using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>CTC: one of equal neighbours, without the token that pads, and a blank between words.</summary>
internal sealed class CtcDecoder(string padToken, string wordDelimiter, bool cleanUp) : TokenDecoder
{
    public static TokenDecoder Read(JsonPart part)
        => new CtcDecoder(part.String("pad_token") ?? "<pad>", part.String("word_delimiter_token") ?? "|", part.Boolean("cleanup") ?? true);

    public override void Decode(List<string> tokens)
    {
        var decoded = new List<string>();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1]) continue;
            string token = Remove(tokens[i], padToken, string.Empty);
            if (cleanUp) token = Remove(WordPieceDecoder.CleanUp(token), wordDelimiter, " ");
            if (token.Length > 0) decoded.Add(token);
        }

        tokens.Clear();
        tokens.AddRange(decoded);
    }

    private static string Remove(string token, string what, string with) => what.Length == 0 ? token : token.Replace(what, with, StringComparison.Ordinal);
}
