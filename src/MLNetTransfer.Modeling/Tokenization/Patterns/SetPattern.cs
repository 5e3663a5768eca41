using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>Any character of a set.</summary>
internal sealed class SetPattern(CharacterSet set) : TextPattern
{
    public override bool Find(ReadOnlySpan<char> text, int from, out TextSpan match)
    {
        for (int i = from; i < text.Length;)
        {
            int c = text[i];
            int width = 1;
            if (char.IsHighSurrogate(text[i])) (c, width) = (char.ConvertToUtf32(text[i], text[i + 1]), 2);
            if (set.Contains(c))
            {
                match = new TextSpan(i, i + width);
                return true;
            }

            i += width;
        }

        match = default;
        return false;
    }
}
