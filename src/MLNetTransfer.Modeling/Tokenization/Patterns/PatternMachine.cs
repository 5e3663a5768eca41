using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>Runs a compiled pattern over a text, by trying and going back, in Oniguruma's order. What is left to try is kept here and not on the call stack.</summary>
internal ref struct PatternMachine(ReadOnlySpan<char> text)
{
    /// <summary>How often a match may go back; the reference gives up there, too.</summary>
    private const int MostRetries = 10_000_000;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly List<Retry> _retries = Scratch.Take();
    private int _count;

    /// <summary>Hands the buffers back.</summary>
    public readonly void Dispose() => Scratch.GiveBack(_retries);

    /// <summary>Where a match that starts at a place ends; negative where there is none.</summary>
    /// <exception cref="InvalidOperationException">Finding out takes too long.</exception>
    public int Match(Instruction[] program, int start)
    {
        int bottom = _retries.Count;
        int pc = 0, at = start;
        while (true)
        {
            ref readonly Instruction step = ref program[pc];
            bool failed = false;
            switch (step.Operation)
            {
                case Operation.Match:
                    _retries.RemoveRange(bottom, _retries.Count - bottom);
                    return at;
                case Operation.Set:
                    if (at < _text.Length && step.Characters!.Contains(ScalarAt(at, out int width))) (pc, at) = (pc + 1, at + width);
                    else failed = true;
                    break;
                case Operation.SetRun:
                    failed = !TakeRun(step, ref pc, ref at);
                    break;
                case Operation.Fork:
                    _retries.Add(new Retry(step.Second, at, at));
                    pc = step.First;
                    break;
                case Operation.Jump:
                    pc = step.First;
                    break;
                case Operation.Atomic:
                    int end = Match(step.Inner!, at);
                    if (end >= 0) (pc, at) = (pc + 1, end);
                    else failed = true;
                    break;
                case Operation.Anchor:
                    if (IsAt((AnchorKind)step.First, at)) pc++;
                    else failed = true;
                    break;
                default:
                    if (Looks(step, at) == (step.Operation == Operation.Look)) pc++;
                    else failed = true;
                    break;
            }

            if (!failed) continue;
            if (_retries.Count == bottom) return -1;
            if (++_count > MostRetries) throw new InvalidOperationException("A regular expression of the tokenizer takes too long on a text.");
            GoBack(out pc, out at);
        }
    }

    private readonly void GoBack(out int pc, out int at)
    {
        Retry retry = _retries[^1];
        (pc, at) = (retry.Pc, retry.At);
        if (at <= retry.Least)
        {
            _retries.RemoveAt(_retries.Count - 1);
            return;
        }

        int shorter = at - 1;
        if (shorter > retry.Least && char.IsLowSurrogate(_text[shorter])) shorter--;
        _retries[^1] = retry with { At = shorter };
    }

    private readonly bool TakeRun(in Instruction step, ref int pc, ref int at)
    {
        CharacterSet set = step.Characters!;
        int count = 0, end = at, least = at;
        while (count < step.Second && end < _text.Length && set.Contains(ScalarAt(end, out int width)))
        {
            end += width;
            if (++count == step.First) least = end;
        }

        if (count < step.First) return false;
        pc++;
        at = end;
        if (end > least)
        {
            int shorter = end - 1;
            if (shorter > least && char.IsLowSurrogate(_text[shorter])) shorter--;
            _retries.Add(new Retry(pc, shorter, least));
        }

        return true;
    }

    private bool Looks(in Instruction step, int at)
    {
        foreach ((int back, Instruction[] program) in step.Looks!)
        {
            int start = at;
            int left = back;
            for (; left > 0 && start > 0; left--) start -= start > 1 && char.IsLowSurrogate(_text[start - 1]) ? 2 : 1;
            if (left == 0 && Match(program, start) >= 0) return true;
        }

        return false;
    }

    private readonly bool IsAt(AnchorKind kind, int at) => kind switch
    {
        AnchorKind.LineStart => at == 0 || (_text[at - 1] == '\n' && at < _text.Length),
        AnchorKind.LineEnd => at == _text.Length || _text[at] == '\n',
        AnchorKind.TextStart => at == 0,
        AnchorKind.TextEnd => at == _text.Length,
        AnchorKind.TextEndOrLastLineFeed => at == _text.Length || (at == _text.Length - 1 && _text[at] == '\n'),
        AnchorKind.WordBoundary => IsWordAt(at) != IsWordBefore(at),
        _ => IsWordAt(at) == IsWordBefore(at),
    };

    private readonly bool IsWordAt(int at) => at < _text.Length && CharacterSets.RegexWord.Contains(ScalarAt(at, out _));

    private readonly bool IsWordBefore(int at)
        => at > 0 && CharacterSets.RegexWord.Contains(ScalarAt(at > 1 && char.IsLowSurrogate(_text[at - 1]) ? at - 2 : at - 1, out _));

    private readonly int ScalarAt(int at, out int width)
    {
        char c = _text[at];
        if (!char.IsHighSurrogate(c))
        {
            width = 1;
            return c;
        }

        width = 2;
        return char.ConvertToUtf32(c, _text[at + 1]);
    }

    /// <summary>What to try next after a failure: going on with an instruction at a place, and then at those before it down to the least.</summary>
    private readonly record struct Retry(int Pc, int At, int Least);

    /// <summary>One thread's list, kept from match to match.</summary>
    private static class Scratch
    {
        [ThreadStatic]
        private static List<Retry>? _idle;

        public static List<Retry> Take()
        {
            List<Retry> list = _idle ?? [];
            _idle = null;
            return list;
        }

        public static void GiveBack(List<Retry> list)
        {
            list.Clear();
            if (list.Capacity < 1 << 16) _idle = list;
        }
    }
}
