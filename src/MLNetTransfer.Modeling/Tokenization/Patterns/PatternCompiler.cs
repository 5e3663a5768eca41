namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>Turns a regular expression into instructions for <see cref="PatternMachine"/>.</summary>
internal sealed class PatternCompiler
{
    private const int LongestProgram = 20_000;

    private readonly List<Instruction> _program = [];
    private int _length;

    /// <exception cref="NotSupportedException">The regular expression is too long.</exception>
    public static Instruction[] Compile(PatternNode node) => new PatternCompiler().CompileInner(node);

    private Instruction[] CompileInner(PatternNode node)
    {
        // What inner programs have, counts for the whole.
        var inner = new PatternCompiler { _length = _length };
        inner.Add(node);
        inner.Emit(new Instruction(Operation.Match));
        _length = inner._length;
        return inner._program.ToArray();
    }

    private void Add(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Set set:
                Emit(new Instruction(Operation.Set, set.Characters));
                break;
            case PatternNode.Sequence sequence:
                foreach (PatternNode part in sequence.Parts) Add(part);
                break;
            case PatternNode.Choice choice:
                AddChoice(choice);
                break;
            case PatternNode.Repeat repeat:
                AddRepeat(repeat);
                break;
            case PatternNode.Atomic atomic:
                Emit(new Instruction(Operation.Atomic, Inner: CompileInner(atomic.Part)));
                break;
            case PatternNode.Look look:
                AddLook(look);
                break;
            case PatternNode.Anchor anchor:
                Emit(new Instruction(Operation.Anchor, First: (int)anchor.Kind));
                break;
        }
    }

    private void AddChoice(PatternNode.Choice choice)
    {
        var ends = new List<int>();
        for (int i = 0; i < choice.Parts.Count; i++)
        {
            if (i == choice.Parts.Count - 1)
            {
                Add(choice.Parts[i]);
                break;
            }

            int fork = Emit(default);
            Add(choice.Parts[i]);
            ends.Add(Emit(default));
            _program[fork] = new Instruction(Operation.Fork, First: fork + 1, Second: _program.Count);
        }

        foreach (int end in ends) _program[end] = new Instruction(Operation.Jump, First: _program.Count);
    }

    private void AddRepeat(PatternNode.Repeat repeat)
    {
        if (repeat is { Part: PatternNode.Set set, Lazy: false })
        {
            Emit(new Instruction(Operation.SetRun, set.Characters, First: repeat.Least, Second: repeat.Most ?? int.MaxValue));
            return;
        }

        for (int i = 0; i < repeat.Least; i++) Add(repeat.Part);
        if (repeat.Most is not { } most)
        {
            int fork = Emit(default);
            Add(repeat.Part);
            Emit(new Instruction(Operation.Jump, First: fork));
            _program[fork] = ForkOf(repeat, fork, _program.Count);
            return;
        }

        var forks = new List<int>();
        for (int i = repeat.Least; i < most; i++)
        {
            forks.Add(Emit(default));
            Add(repeat.Part);
        }

        foreach (int fork in forks) _program[fork] = ForkOf(repeat, fork, _program.Count);
    }

    private static Instruction ForkOf(PatternNode.Repeat repeat, int fork, int end)
        => repeat.Lazy ? new Instruction(Operation.Fork, First: end, Second: fork + 1) : new Instruction(Operation.Fork, First: fork + 1, Second: end);

    private void AddLook(PatternNode.Look look)
    {
        // Looking behind, each alternative has its own length.
        PatternNode[] parts = look is { Behind: true, Part: PatternNode.Choice choice } ? [.. choice.Parts] : [look.Part];
        var lengths = parts.Select(part => look.Behind ? part.FixedLength!.Value : 0).ToArray();
        Emit(new Instruction(look.Negative ? Operation.NotLook : Operation.Look, Looks: [.. parts.Select((part, i) => (lengths[i], CompileInner(part)))]));
    }

    private int Emit(Instruction instruction)
    {
        if (_length++ == LongestProgram) throw new NotSupportedException("the regular expression is too long.");
        _program.Add(instruction);
        return _program.Count - 1;
    }
}
