using System.Numerics;

namespace Microsoft.ML.Internal.Utilities;

/// <summary>MurmurHash3 (32 bits), whole and in its steps: it spreads seeds and assigns sampling keys to splits.</summary>
internal static class Hashing
{
    /// <summary>Mixes one block of four bytes into the running hash.</summary>
    public static uint MurmurRound(uint hash, uint block)
        => BitOperations.RotateLeft(hash ^ Scramble(block), 13) * 5 + 0xE6546B64;

    /// <summary>Ends a hash over <paramref name="byteCount"/> bytes, so that every input bit reaches every output bit.</summary>
    public static uint Finish(uint hash, int byteCount)
    {
        hash ^= (uint)byteCount;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        return hash ^ hash >> 16;
    }

    /// <summary>The hash of a text's UTF-8 form.</summary>
    public static uint MurmurHash(uint seed, ReadOnlySpan<char> text)
    {
        var bytes = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(text.Length)];
        return MurmurHash(seed, bytes.AsSpan(0, System.Text.Encoding.UTF8.GetBytes(text, bytes)));
    }

    /// <summary>The hash of a run of bytes.</summary>
    public static uint MurmurHash(uint seed, ReadOnlySpan<byte> bytes)
    {
        var hash = seed;
        var rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
            hash = MurmurRound(hash, System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(rest));
        uint tail = 0;
        for (var i = rest.Length - 1; i >= 0; i--)
            tail = tail << 8 | rest[i];
        return Finish(hash ^ Scramble(tail), bytes.Length);
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
}
