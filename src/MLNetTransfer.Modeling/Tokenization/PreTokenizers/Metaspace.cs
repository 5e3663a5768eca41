using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Metaspace: writes blanks as another character, mostly ▁, puts one at the beginning, and begins a new piece with each.</summary>
internal sealed class Metaspace(int replacement, PrependScheme prepend, bool split) : TextPreTokenizer
{
    public static TextPreTokenizer Read(JsonPart part)
        => new Metaspace(part.RequireCharacter("replacement"), ReadScheme(part), part.Boolean("split") ?? true);

    /// <summary>Where a replacement is put at the beginning; older files say whether, and not where.</summary>
    public static PrependScheme ReadScheme(JsonPart part)
    {
        PrependScheme? scheme = part.String("prepend_scheme") switch
        {
            null => null,
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw part.Bad("prepend_scheme", "must be always, first or never"),
        };
        if (part.Boolean("add_prefix_space") != false) return scheme ?? PrependScheme.Always;
        return scheme is null or PrependScheme.Never ? PrependScheme.Never : throw part.Bad("prepend_scheme", "must be never where add_prefix_space is false");
    }

    public override void Split(SplitText text)
    {
        AlignedText from = text.Text, into = text.BeginRoundOfNewText();
        foreach (TextSpan piece in text.Pieces)
        {
            int start = into.Length;
            int first = from.ScalarAt(piece.Start, out _);
            bool prepends = prepend == PrependScheme.Always || (prepend == PrependScheme.First && from.Starts[piece.Start] == 0);
            if (prepends && first != ' ' && first != replacement) into.Append(replacement, from.Starts[piece.Start], from.Ends[piece.Start]);
            for (int i = piece.Start; i < piece.End;)
            {
                int c = from.ScalarAt(i, out int width);
                if (c == ' ') c = replacement;
                if (split && c == replacement)
                {
                    text.Add(start, into.Length);
                    start = into.Length;
                }

                into.Append(c, from.Starts[i], from.Ends[i]);
                i += width;
            }

            text.Add(start, into.Length);
        }

        text.EndRoundOfNewText();
    }
}
