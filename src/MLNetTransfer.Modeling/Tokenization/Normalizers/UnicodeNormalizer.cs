using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Unicode's normalization forms: NFD, NFKD, NFC and NFKC.</summary>
internal sealed class UnicodeNormalizer(bool compatible, bool compose) : RewritingNormalizer
{
    public static TextNormalizer Nfd(JsonPart part) => new UnicodeNormalizer(compatible: false, compose: false);

    public static TextNormalizer Nfkd(JsonPart part) => new UnicodeNormalizer(compatible: true, compose: false);

    public static TextNormalizer Nfc(JsonPart part) => new UnicodeNormalizer(compatible: false, compose: true);

    public static TextNormalizer Nfkc(JsonPart part) => new UnicodeNormalizer(compatible: true, compose: true);

    protected override bool IsNormal(AlignedText text) => IsPlainlyNormal(text.Chars);

    /// <summary>Whether it is plain at a glance that a text would stay as it is.</summary>
    /// <remarks>Nothing below U+0300 is a mark, and nothing below U+00C0 decomposes canonically, nor below U+00A0 otherwise.</remarks>
    public bool IsPlainlyNormal(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('\0', compatible ? '\x9F' : compose ? '\u02FF' : '\xBF') < 0;

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        var marks = new List<Piece>();
        var output = new Output(new AlignedWriter(from, into), compose);
        int[] own = new int[3];
        for (int i = 0; i < from.Length;)
        {
            int c = from.ScalarAt(i, out int width);
            i += width;
            if (!(compatible && Composition.TryDecomposeCompatible(c, out ReadOnlySpan<int> parts)) && !UnicodeTables.TryDecompose(c, own, out parts))
            {
                own[0] = c;
                parts = own.AsSpan(0, 1);
            }

            for (int p = 0; p < parts.Length; p++)
            {
                var piece = new Piece(parts[p], UnicodeTables.CombiningOrder(parts[p]), p > 0 ? 1 : 0);
                if (piece.Order == 0) Flush(marks, ref output);
                marks.Add(piece);
            }
        }

        Flush(marks, ref output);
        output.End();
    }

    private static void Flush(List<Piece> marks, ref Output output)
    {
        if (marks.Count > 1) Sort(marks);
        foreach (Piece piece in marks) output.Add(piece);
        marks.Clear();
    }

    // By insertion, which keeps the order of equal ones; marks come in ones and twos. A long run of them is sorted otherwise.
    private static void Sort(List<Piece> marks)
    {
        if (marks.Count > 64)
        {
            Piece[] sorted = [.. marks.OrderBy(mark => mark.Order)];
            for (int i = 0; i < sorted.Length; i++) marks[i] = sorted[i];
            return;
        }

        for (int i = 1; i < marks.Count; i++)
        {
            Piece mark = marks[i];
            int at = i;
            for (; at > 0 && marks[at - 1].Order > mark.Order; at--) marks[at] = marks[at - 1];
            marks[at] = mark;
        }
    }

    /// <summary>A character on its way.</summary>
    /// <param name="Scalar">The character.</param>
    /// <param name="Order">The rank of its combining class, 0 for starters.</param>
    /// <param name="Change">1 where it takes no place of its own, 0 where it takes the next character's, -n where it takes that and those of n more.</param>
    private readonly record struct Piece(int Scalar, int Order, int Change);

    /// <summary>Writes the characters, put together where that is asked for.</summary>
    private ref struct Output(AlignedWriter writer, bool compose)
    {
        private readonly List<Piece> _behind = [];
        private AlignedWriter _writer = writer;
        private Piece? _starter;
        private int? _lastOrder;

        public void Add(Piece piece)
        {
            if (!compose || (_starter is null && piece.Order != 0))
            {
                Write(piece);
                return;
            }

            if (_starter is not { } starter)
            {
                _starter = piece;
                return;
            }

            // A mark is kept from the starter by one of its own or a higher class before it.
            bool blocked = _lastOrder >= piece.Order;
            int composite = blocked ? -1 : Composition.Compose(starter.Scalar, piece.Scalar);
            if (composite >= 0)
            {
                _starter = new Piece(composite, 0, starter.Change + piece.Change - 1);
            }
            else if (piece.Order == 0)
            {
                End();
                _starter = piece;
            }
            else
            {
                _behind.Add(piece);
                _lastOrder = piece.Order;
            }
        }

        public void End()
        {
            if (_starter is { } starter) Write(starter);
            foreach (Piece piece in _behind) Write(piece);
            _behind.Clear();
            _starter = null;
            _lastOrder = null;
        }

        private void Write(Piece piece)
        {
            if (piece.Change > 0)
            {
                _writer.Add(piece.Scalar);
                return;
            }

            _writer.Replace(piece.Scalar);
            for (int i = piece.Change; i < 0; i++) _writer.Remove();
        }
    }
}
