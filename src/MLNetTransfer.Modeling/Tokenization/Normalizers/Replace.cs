using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Patterns;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Replaces all that matches a pattern.</summary>
internal sealed class Replace(TextPattern pattern, string content) : RewritingNormalizer
{
    private readonly int[] _content = [.. content.EnumerateRunes().Select(rune => rune.Value)];

    public static TextNormalizer Read(JsonPart part) => new Replace(PatternReader.Read(part), part.RequireString("content"));

    protected override bool IsNormal(AlignedText text) => text.Length == 0 || !pattern.Find(text.Chars, 0, out _);

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        var writer = new AlignedWriter(from, into);
        var stretches = new PatternStretches(pattern, from.Chars);
        while (stretches.MoveNext())
        {
            if (!stretches.IsMatch)
            {
                writer.KeepTo(stretches.Current.End);
                continue;
            }

            writer.RemoveTo(stretches.Current.End);
            foreach (int c in _content) writer.Add(c);
        }
    }
}
