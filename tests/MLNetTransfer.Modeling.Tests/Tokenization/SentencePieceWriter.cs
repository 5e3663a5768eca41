using System.Text;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Writes small SentencePiece models.</summary>
internal static class SentencePieceWriter
{
    public const int Normal = 1, Unknown = 2, Control = 3, UserDefined = 4;

    public static byte[] Model(int algorithm, int unknownId, byte[]? map, params (string Text, float Score, int Kind)[] pieces)
    {
        var model = new List<byte>();
        foreach ((string text, float score, int kind) in pieces) model.AddRange(Bytes(1, [.. Bytes(1, Encoding.UTF8.GetBytes(text)), .. Single(2, score), .. Number(3, kind)]));
        model.AddRange(Bytes(2, [.. Number(3, algorithm), .. Number(40, unknownId)]));
        model.AddRange(Bytes(3, map is null ? [] : Bytes(2, map)));
        return [.. model];
    }

    public static byte[] Bytes(int field, byte[] content) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    public static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    public static byte[] Single(int field, float value) => [.. Varint(((ulong)field << 3) | 5), .. BitConverter.GetBytes(value)];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7) bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
