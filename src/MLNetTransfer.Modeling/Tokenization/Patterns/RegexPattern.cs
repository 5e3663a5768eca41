namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>A regular expression.</summary>
internal sealed class RegexPattern : TextPattern
{
    private readonly Instruction[] _program;

    private RegexPattern(Instruction[] program) => _program = program;

    /// <exception cref="FormatException">The regular expression is malformed.</exception>
    /// <exception cref="NotSupportedException">It has something that is not supported.</exception>
    public static RegexPattern Parse(string regex) => new(PatternCompiler.Compile(PatternParser.Parse(regex)));

    public override bool Find(ReadOnlySpan<char> text, int from, out TextSpan match)
    {
        var machine = new PatternMachine(text);
        try
        {
            for (int start = from; start <= text.Length; start += start < text.Length && char.IsHighSurrogate(text[start]) ? 2 : 1)
            {
                int end = machine.Match(_program, start);
                if (end < 0) continue;
                match = new TextSpan(start, end);
                return true;
            }
        }
        finally
        {
            machine.Dispose();
        }

        match = default;
        return false;
    }
}
