using System.Text;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Metaspace: writes the replacement as a blank, but leaves it out of the first token where one was put at the beginning.</summary>
internal sealed class MetaspaceDecoder(int replacement, PrependScheme prepend) : TokenDecoder
{
    private readonly string _replacement = new Rune(replacement).ToString();

    public static TokenDecoder Read(JsonPart part) => new MetaspaceDecoder(part.RequireCharacter("replacement"), Metaspace.ReadScheme(part));

    public override void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = tokens[i].Replace(_replacement, i == 0 && prepend != PrependScheme.Never ? string.Empty : " ", StringComparison.Ordinal);
    }
}
