using System.Numerics;

namespace MLNetTransfer.Modeling.Training;

/// <summary>
/// xoshiro256** seeded by SplitMix64: the same numbers on every platform and runtime, as <see cref="Random"/> does not promise.
/// </summary>
/// <remarks>Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2018).</remarks>
internal sealed class RandomSource
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>A generator whose numbers depend on <paramref name="seed"/> and <paramref name="stream"/> alone, for instance a user's seed and the number of an epoch.</summary>
    public RandomSource(long seed, long stream)
    {
        ulong state = Mix((ulong)seed) ^ (ulong)stream;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>A seed for another generator: different for every (seed, stream), not negative.</summary>
    public static long DeriveSeed(long seed, long stream) => (long)(Mix(Mix((ulong)seed) ^ (ulong)stream) >> 1);

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, all equally likely (Lemire's method, with rejection).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong limit = (ulong)bound;
        ulong high = Math.BigMul(NextUInt64(), limit, out ulong low);
        if (low < limit)
        {
            ulong threshold = (0 - limit) % limit;
            while (low < threshold) high = Math.BigMul(NextUInt64(), limit, out low);
        }

        return (int)high;
    }

    /// <summary>A number from 0, below 1, with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>Puts <paramref name="values"/> into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix(ref ulong state) => Finish(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong value) => Finish(value + 0x9E3779B97F4A7C15);

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
