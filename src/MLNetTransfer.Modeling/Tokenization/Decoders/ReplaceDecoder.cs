using System.Text;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Patterns;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Replace: replaces all in a token that matches a pattern.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : TokenDecoder
{
    public static TokenDecoder Read(JsonPart part) => new ReplaceDecoder(PatternReader.Read(part), part.RequireString("content"));

    public override void Decode(List<string> tokens)
    {
        var text = new StringBuilder();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Length == 0 || !pattern.Find(tokens[i], 0, out _)) continue;
            text.Clear();
            var stretches = new PatternStretches(pattern, tokens[i]);
            while (stretches.MoveNext())
            {
                if (stretches.IsMatch) text.Append(content);
                else text.Append(tokens[i].AsSpan(stretches.Current.Start, stretches.Current.Length));
            }

            tokens[i] = text.ToString();
        }
    }
}
