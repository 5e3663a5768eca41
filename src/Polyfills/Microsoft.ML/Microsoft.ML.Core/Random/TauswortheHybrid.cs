using Microsoft.ML.Internal.Utilities;

namespace Microsoft.ML.Runtime;

/// <summary>
/// The generator behind every draw that ML.NET makes under a seed: three Tausworthe generators and a linear congruential one, combined by exclusive or
/// (Howes and Thomas, GPU Gems 3, chapter 37).
/// </summary>
internal sealed class TauswortheHybrid : Random
{
    // Below this, the Tausworthe parts can fall into short cycles.
    private const uint SmallestState = 128;

    private uint _first, _second, _third, _congruential;

    /// <summary>Starts from a seed, spread over the four states by MurmurHash3's block step.</summary>
    public TauswortheHybrid(uint seed)
    {
        _first = seed;
        _second = Hashing.MurmurRound(_first, seed);
        _third = Hashing.MurmurRound(_second, seed);
        _congruential = Hashing.MurmurRound(_third, seed);
    }

    /// <summary>Starts from what another generator draws: at least eight draws of 16 bits.</summary>
    public TauswortheHybrid(Random source)
    {
        _first = DrawState(source);
        _second = DrawState(source);
        _third = DrawState(source);
        _congruential = DrawBits(source);
    }

    /// <summary>A number from 0 inclusive to 1 exclusive, of 23 bits.</summary>
    public override float NextSingle() => (NextBits() >> 9) * (1f / (1 << 23));

    /// <summary>Any 32-bit number.</summary>
    public int NextSigned() => (int)NextBits();

    public override double NextDouble() => NextBits() / 4294967296.0;

    public override int Next()
    {
        var bits = NextBits();
        return (int)(bits + (bits & 0x80000000));
    }

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)((ulong)NextBits() * (ulong)maxValue >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)Next();
    }

    protected override double Sample() => NextDouble();

    private static uint DrawState(Random source)
    {
        uint state;
        do state = DrawBits(source);
        while (state < SmallestState);
        return state;
    }

    private static uint DrawBits(Random source) => (uint)source.Next(1 << 16) << 16 | (uint)source.Next(1 << 16);

    private static uint Shift(uint state, int left, int right, int up, uint mask) => (state & mask) << up ^ ((state << left) ^ state) >> right;

    private uint NextBits()
    {
        _first = Shift(_first, 13, 19, 12, ~1u);
        _second = Shift(_second, 2, 25, 4, ~7u);
        _third = Shift(_third, 3, 11, 17, ~15u);
        _congruential = 1664525 * _congruential + 1013904223;
        return _first ^ _second ^ _third ^ _congruential;
    }
}
