using System.Buffers.Text;

namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>Reads numbers of a table: base64 of seven bits a byte, the lowest first.</summary>
internal ref struct NumberReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    public NumberReader(ReadOnlySpan<byte> base64)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        Base64.DecodeFromUtf8(base64, bytes, out _, out int written);
        _bytes = bytes.AsSpan(0, written);
    }

    public readonly bool AtEnd => _at == _bytes.Length;

    public int Next()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _bytes[_at++];
            value |= (b & 127) << shift;
            if (b < 128) return value;
        }
    }
}
