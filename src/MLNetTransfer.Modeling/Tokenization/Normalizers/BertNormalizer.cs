using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>
/// BERT's: removes control characters and makes all white space blanks, puts blanks around ideographs, strips accents, lower-cases.
/// The four are done in one pass over the characters, with the outcome of one pass each.
/// </summary>
internal sealed class BertNormalizer(bool cleanText, bool handleChineseCharacters, bool? stripAccents, bool lowerCase) : RewritingNormalizer
{
    public bool CleanText { get; } = cleanText;

    public bool HandleChineseCharacters { get; } = handleChineseCharacters;

    /// <summary>Accents go with capitals unless it is said otherwise.</summary>
    public bool StripAccents { get; } = stripAccents ?? lowerCase;

    public bool LowerCase { get; } = lowerCase;

    public static TextNormalizer Read(JsonPart part)
        => new BertNormalizer(part.Boolean("clean_text") ?? true, part.Boolean("handle_chinese_chars") ?? true, part.Boolean("strip_accents"), part.Boolean("lowercase") ?? true);

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        var marks = new MarkRun(this, into);
        ReadOnlySpan<byte> flagsOf = UnicodeTables.Flags;
        for (int i = 0; i < from.Length;)
        {
            int c = from.ScalarAt(i, out int width);
            (int start, int end) = (from.Starts[i], from.Ends[i]);
            i += width;
            var flags = (CharacterFlags)flagsOf[c];
            if (CleanText)
            {
                if ((flags & CharacterFlags.Removed) != 0) continue;
                if ((flags & CharacterFlags.WhiteSpace) != 0) (c, flags) = (' ', CharacterFlags.WhiteSpace);
            }

            bool ideograph = HandleChineseCharacters && (flags & CharacterFlags.Ideograph) != 0;
            if (ideograph) marks.Add(' ', 0, start, end);
            if (!StripAccents) Emit(into, c, flags, start, end);
            else if ((flags & CharacterFlags.Decomposes) != 0) Decompose(ref marks, c, start, end);
            else marks.Add(c, flags, start, end);
            if (ideograph) marks.Add(' ', 0, start, end);
        }

        marks.Flush();
    }

    private static void Decompose(ref MarkRun marks, int c, int start, int end)
    {
        if (!UnicodeTables.TryDecompose(c, stackalloc int[3], out ReadOnlySpan<int> parts))
        {
            marks.AddMark(c, added: false, start, end);
            return;
        }

        for (int i = 0; i < parts.Length; i++) marks.AddMark(parts[i], added: i > 0, start, end);
    }

    private void Emit(AlignedText into, int c, CharacterFlags flags, int start, int end)
    {
        if (StripAccents && (flags & CharacterFlags.NonspacingMark) != 0) return;
        if (!LowerCase || (flags & CharacterFlags.HasSmallLetter) == 0)
        {
            into.Append(c, start, end);
            return;
        }

        into.Append(UnicodeTables.SmallLetter(c), start, end);
        if (c == 0x130) into.Append(0x307, start, end);
    }

    /// <summary>
    /// Puts combining marks in canonical order before they are written. The stretches of the original text do not move with them: a mark that was
    /// there takes the next stretch in the text's order, one that a decomposition added that of the mark before it.
    /// </summary>
    private ref struct MarkRun(BertNormalizer owner, AlignedText into)
    {
        private List<(int Scalar, int Order, bool Added, int Start, int End)>? _run;
        private TextSpan _starter;

        public void Add(int c, CharacterFlags flags, int start, int end)
        {
            Flush();
            _starter = new TextSpan(start, end);
            owner.Emit(into, c, flags, start, end);
        }

        public void AddMark(int c, bool added, int start, int end)
        {
            int order = UnicodeTables.CombiningOrder(c);
            if (order == 0) Add(c, UnicodeTables.Of(c), start, end);
            else (_run ??= []).Add((c, order, added, start, end));
        }

        public readonly void Flush()
        {
            if (_run is not { Count: > 0 }) return;
            if (!IsSorted()) Sort();
            foreach ((int c, _, _, int start, int end) in _run) owner.Emit(into, c, UnicodeTables.Of(c), start, end);
            _run.Clear();
        }

        private readonly bool IsSorted()
        {
            for (int i = 1; i < _run!.Count; i++)
                if (_run[i - 1].Order > _run[i].Order) return false;
            return true;
        }

        private readonly void Sort()
        {
            var stretches = new Queue<TextSpan>();
            foreach (var mark in _run!)
                if (!mark.Added) stretches.Enqueue(new TextSpan(mark.Start, mark.End));
            var sorted = _run.OrderBy(mark => mark.Order).ToList();
            TextSpan current = _starter;
            for (int i = 0; i < sorted.Count; i++)
            {
                if (!sorted[i].Added) current = stretches.Dequeue();
                _run[i] = sorted[i] with { Start = current.Start, End = current.End };
            }
        }
    }
}
