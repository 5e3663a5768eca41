using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLNetTransfer.Modeling.Features.Cache;

/// <summary>What stands for a text, or a pair, in a cache: the first half of a SHA-256, so that two texts never share one by chance.</summary>
internal static class FeatureKey
{
    public static UInt128 Of(string text, string? second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The length comes first, so that no text runs into the second.
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, second is null ? -1 : text.Length);
        hash.AppendData(length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        if (second is not null) hash.AppendData(MemoryMarshal.AsBytes(second.AsSpan()));
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    /// <summary>Of a sentence that is split into words.</summary>
    public static UInt128 Of(IReadOnlyList<string> words)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteInt64LittleEndian(length, word.Length);
            hash.AppendData(length);
            hash.AppendData(MemoryMarshal.AsBytes(word.AsSpan()));
        }
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    /// <summary>Of a word in its sentence: as far apart as digests are, these do not meet another sentence's.</summary>
    public static UInt128 OfWord(UInt128 sentence, int word) => unchecked(sentence + (UInt128)word);
}
