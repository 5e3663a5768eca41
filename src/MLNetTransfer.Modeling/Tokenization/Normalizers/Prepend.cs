using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Puts something before a text that is not empty; it has the stretch of the text's first character.</summary>
internal sealed class Prepend(string prefix) : RewritingNormalizer
{
    public static TextNormalizer Read(JsonPart part) => new Prepend(part.RequireString("prepend"));

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        into.Append(prefix, from.Starts[0], from.Ends[0]);
        into.Append(from, 0, from.Length);
    }
}
