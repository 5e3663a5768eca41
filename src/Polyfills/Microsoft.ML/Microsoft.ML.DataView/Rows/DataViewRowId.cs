using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>A row's identifier: 128 bits, so that identifiers derived from others hardly ever collide.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    // The constants of the 128-bit Murmur3 hash. Identifiers are its states, never finalised: only uniqueness is wanted.
    private const ulong First = 0x87c37b91114253d5;
    private const ulong Second = 0x4cf5ad432745937f;

    /// <summary>The low order bits.</summary>
    public readonly ulong Low;

    /// <summary>The high order bits.</summary>
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The state after a block whose only set bit is the lowest.</summary>
    public DataViewRowId Fork()
    {
        var next = Next();
        return new DataViewRowId(next.Low ^ unchecked(BitOperations.RotateLeft(First, 31) * Second), next.High);
    }

    /// <summary>The state after a block of zeros.</summary>
    public DataViewRowId Next() => Advance(Low, High, 0, 0);

    /// <summary>The state after a block made of <paramref name="other"/>, forked.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        other = other.Fork();
        unchecked
        {
            return Advance(Low, High, BitOperations.RotateLeft(other.Low * First, 31) * Second, BitOperations.RotateLeft(other.High * Second, 33) * First);
        }
    }

    private static DataViewRowId Advance(ulong low, ulong high, ulong lowBlock, ulong highBlock)
    {
        unchecked
        {
            low = (BitOperations.RotateLeft(low ^ lowBlock, 27) + high) * 5 + 0x52dce729;
            high = (BitOperations.RotateLeft(high ^ highBlock, 31) + low) * 5 + 0x38495ab5;
        }
        return new DataViewRowId(low, high);
    }

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => unchecked((int)((uint)Low ^ (uint)(Low >> 32) ^ (uint)(High << 7) ^ (uint)(High >> 57) ^ (uint)(High >> 25)));

    public override string ToString() => $"{High:x16}{Low:x16}";
}
