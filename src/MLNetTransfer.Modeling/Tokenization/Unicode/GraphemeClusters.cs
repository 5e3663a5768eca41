namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>
/// Splits text into extended grapheme clusters (Unicode Standard Annex 29) as Hugging Face's tokenizers do, the same on every runtime and machine.
/// Only clusters of fewer than six bytes of UTF-8 are of interest there, see <see cref="GraphemeClass"/>.
/// </summary>
internal static class GraphemeClusters
{
    private const int FirstSyllable = 0xAC00;
    private const int VowelsAndTrails = 28;

    private static readonly byte[] _classes = ReadClasses();

    /// <summary>Where the cluster ends that starts at a place in a well-formed text.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        int c = ScalarAt(text, start, out int at);
        GraphemeClass last = ClassOf(c);
        if (last == GraphemeClass.Control) return c == '\r' && at < text.Length && text[at] == '\n' ? at + 1 : at;
        var emoji = last == GraphemeClass.Pictograph ? Tie.Begun : Tie.None;
        var conjunct = last == GraphemeClass.Consonant ? Tie.Begun : Tie.None;
        bool openSyllable = IsOpenSyllable(last, c);
        while (at < text.Length)
        {
            c = ScalarAt(text, at, out int next);
            GraphemeClass here = ClassOf(c);
            if (!Joins(last, openSyllable, here, emoji, conjunct)) return at;
            emoji = here switch
            {
                GraphemeClass.Pictograph => Tie.Begun,
                GraphemeClass.Extend or GraphemeClass.Linker or GraphemeClass.NonJoiner when emoji == Tie.Begun => Tie.Begun,
                GraphemeClass.Joiner when emoji == Tie.Begun => Tie.Made,
                _ => Tie.None,
            };
            conjunct = here switch
            {
                GraphemeClass.Consonant => Tie.Begun,
                GraphemeClass.Extend or GraphemeClass.Joiner => conjunct,
                GraphemeClass.Linker when conjunct != Tie.None => Tie.Made,
                _ => Tie.None,
            };
            (last, openSyllable, at) = (here, IsOpenSyllable(here, c), next);
        }

        return at;
    }

    private static bool Joins(GraphemeClass last, bool openSyllable, GraphemeClass here, Tie emoji, Tie conjunct) => here switch
    {
        GraphemeClass.Control => false,
        GraphemeClass.Extend or GraphemeClass.SpacingMark or GraphemeClass.Linker or GraphemeClass.Joiner or GraphemeClass.NonJoiner => true,
        _ when last == GraphemeClass.Prepend => true,
        GraphemeClass.Pictograph => emoji == Tie.Made,
        GraphemeClass.Consonant => conjunct == Tie.Made,
        GraphemeClass.HangulLead or GraphemeClass.HangulSyllable => last == GraphemeClass.HangulLead,
        GraphemeClass.HangulVowel => last is GraphemeClass.HangulLead or GraphemeClass.HangulVowel || openSyllable,
        GraphemeClass.HangulTrail => last is GraphemeClass.HangulVowel or GraphemeClass.HangulTrail or GraphemeClass.HangulSyllable,
        _ => false,
    };

    private static bool IsOpenSyllable(GraphemeClass here, int c) => here == GraphemeClass.HangulSyllable && (c - FirstSyllable) % VowelsAndTrails == 0;

    private static GraphemeClass ClassOf(int scalar) => (GraphemeClass)_classes[scalar];

    private static int ScalarAt(ReadOnlySpan<char> text, int at, out int next)
    {
        char c = text[at];
        if (!char.IsHighSurrogate(c))
        {
            next = at + 1;
            return c;
        }

        next = at + 2;
        return char.ConvertToUtf32(c, text[at + 1]);
    }

    private static byte[] ReadClasses()
    {
        var classes = new byte[0x110000];
        var reader = new NumberReader(GraphemeData.Classes);
        for (int end = 0; !reader.AtEnd;)
        {
            int start = end + reader.Next();
            end = start + reader.Next();
            classes.AsSpan(start, end - start).Fill((byte)reader.Next());
        }

        return classes;
    }

    /// <summary>How far a tie between two characters of a kind has come.</summary>
    private enum Tie
    {
        None,

        /// <summary>The first one is there.</summary>
        Begun,

        /// <summary>What ties them is there, too.</summary>
        Made,
    }
}
