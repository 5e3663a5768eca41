using System.Text;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>One of fastai's rules for texts. What it puts in belongs to the whole stretch that it replaces.</summary>
internal abstract class FastaiRule : RewritingNormalizer
{
    // A rule may put something in even where there is no text.
    protected override bool IsNormal(AlignedText text) => false;

    /// <summary>Writes a text in the place of a stretch of another.</summary>
    protected static void Put(string text, AlignedText from, int start, int end, AlignedText into)
    {
        (int first, int last) = start < end ? (from.Starts[start], from.Ends[end - 1]) : (from.Origin, from.Origin);
        foreach (Rune rune in text.EnumerateRunes()) into.Append(rune.Value, first, last);
    }
}
