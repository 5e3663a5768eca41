using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Patterns;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Splits at what matches a pattern, or with <paramref name="invert"/> at what does not.</summary>
internal sealed class PatternSplitter(TextPattern pattern, SplitBehavior behavior, bool invert = false) : TextSplitter
{
    /// <summary>The pattern, where each match is a piece and so is each stretch between; else null.</summary>
    public TextPattern? Isolates => behavior == SplitBehavior.Isolated ? pattern : null;

    public static TextPreTokenizer ReadSplit(JsonPart part) => new PatternSplitter(PatternReader.Read(part), ReadBehavior(part), part.Boolean("invert") ?? false);

    public static TextPreTokenizer ReadPunctuation(JsonPart part)
        => new PatternSplitter(new SetPattern(CharacterSets.Punctuation), part.Get("behavior") is null ? SplitBehavior.Isolated : ReadBehavior(part));

    public static TextPreTokenizer ReadDigits(JsonPart part)
        => new PatternSplitter(new SetPattern(CharacterSets.Numeric), part.Boolean("individual_digits") ?? false ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    public static TextPreTokenizer ReadDelimiter(JsonPart part) => new PatternSplitter(new SetPattern(CharacterSet.Of(part.RequireCharacter("delimiter"))), SplitBehavior.Removed);

    public static TextPreTokenizer ReadWhitespaceSplit(JsonPart part) => new PatternSplitter(new SetPattern(CharacterSets.WhiteSpace), SplitBehavior.Removed);

    protected override void Split(ReadOnlySpan<char> piece, int at, SplitText into)
    {
        var stretches = new PatternStretches(pattern, piece);
        int start = 0, end = 0;
        bool last = false;
        while (stretches.MoveNext())
        {
            bool isDelimiter = stretches.IsMatch != invert;
            bool joins = behavior switch
            {
                SplitBehavior.Contiguous => isDelimiter == last,
                SplitBehavior.MergedWithPrevious => isDelimiter && !last,
                SplitBehavior.MergedWithNext => last && !isDelimiter,
                _ => false,
            };
            if (!joins)
            {
                into.Add(at + start, at + end);
                start = stretches.Current.Start;
            }

            end = stretches.Current.End;
            last = isDelimiter;
            if (behavior == SplitBehavior.Removed && isDelimiter) start = end;
        }

        into.Add(at + start, at + end);
    }

    private static SplitBehavior ReadBehavior(JsonPart part)
        => part.String("behavior") is { } name && Array.Exists(Enum.GetNames<SplitBehavior>(), n => n == name) ? Enum.Parse<SplitBehavior>(name)
            : throw part.Bad("behavior", $"must be {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
}
