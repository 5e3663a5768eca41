using System.Text;
using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Strip: takes a character off each token's ends, so many times at most.</summary>
internal sealed class StripDecoder(int content, int start, int stop) : TokenDecoder
{
    private readonly string _content = new Rune(content).ToString();

    public static TokenDecoder Read(JsonPart part)
    {
        int Count(string name) => part.Integer(name) is { } count and >= 0 ? count : throw part.Bad(name, "must be a number of characters");

        return new StripDecoder(part.RequireCharacter("content"), Count("start"), Count("stop"));
    }

    public override void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<char> token = tokens[i];
            int before = token.Length;
            for (int n = 0; n < start && token.StartsWith(_content); n++) token = token[_content.Length..];
            for (int n = 0; n < stop && token.EndsWith(_content); n++) token = token[..^_content.Length];
            if (token.Length < before) tokens[i] = token.ToString();
        }
    }
}
