using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>How many characters it matches if it always matches the same number; else null.</summary>
    public abstract int? FixedLength { get; }

    /// <summary>Whether it can match without taking a character.</summary>
    public abstract bool CanBeEmpty { get; }

    /// <summary>One character of a set.</summary>
    public sealed record Set(CharacterSet Characters) : PatternNode
    {
        public override int? FixedLength => 1;

        public override bool CanBeEmpty => false;
    }

    /// <summary>Parts one behind the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override int? FixedLength => Parts.Aggregate((int?)0, (sum, part) => sum + part.FixedLength);

        public override bool CanBeEmpty => Parts.All(part => part.CanBeEmpty);
    }

    /// <summary>The first of some parts with which the whole matches.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override int? FixedLength => Parts.Select(part => part.FixedLength).Distinct().Take(2).ToList() is [var length] ? length : null;

        public override bool CanBeEmpty => Parts.Any(part => part.CanBeEmpty);
    }

    /// <summary>A part several times; without an upper bound where <paramref name="Most"/> is null.</summary>
    public sealed record Repeat(PatternNode Part, int Least, int? Most, bool Lazy) : PatternNode
    {
        public override int? FixedLength => Least == Most ? Least * Part.FixedLength : null;

        public override bool CanBeEmpty => Least == 0 || Part.CanBeEmpty;
    }

    /// <summary>A part whose first match stands, whatever follows.</summary>
    public sealed record Atomic(PatternNode Part) : PatternNode
    {
        public override int? FixedLength => Part.FixedLength;

        public override bool CanBeEmpty => Part.CanBeEmpty;
    }

    /// <summary>What must, or must not, stand behind or before a place.</summary>
    public sealed record Look(PatternNode Part, bool Behind, bool Negative) : PatternNode
    {
        public override int? FixedLength => 0;

        public override bool CanBeEmpty => true;
    }

    /// <summary>A kind of place.</summary>
    public sealed record Anchor(AnchorKind Kind) : PatternNode
    {
        public override int? FixedLength => 0;

        public override bool CanBeEmpty => true;
    }
}

/// <summary>Places that regular expressions name.</summary>
internal enum AnchorKind
{
    /// <summary><c>^</c>: the text's start, and behind each line feed but one at its end.</summary>
    LineStart,

    /// <summary><c>$</c>: the text's end, and before each line feed.</summary>
    LineEnd,

    /// <summary><c>\A</c>.</summary>
    TextStart,

    /// <summary><c>\z</c>.</summary>
    TextEnd,

    /// <summary><c>\Z</c>: the text's end, and before a line feed there.</summary>
    TextEndOrLastLineFeed,

    /// <summary><c>\b</c>.</summary>
    WordBoundary,

    /// <summary><c>\B</c>.</summary>
    NoWordBoundary,
}
