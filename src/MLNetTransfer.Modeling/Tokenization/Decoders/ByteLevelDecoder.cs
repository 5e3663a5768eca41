using System.Buffers;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>ByteLevel: takes characters for the bytes they stand for, and joins all tokens to UTF-8 text. A token with any other character stays as it is.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    public override void Decode(List<string> tokens)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (string token in tokens)
        {
            if (token.All(c => ByteAlphabet.ByteOf(c) >= 0))
            {
                Span<byte> into = bytes.GetSpan(token.Length + 1);
                for (int i = 0; i < token.Length; i++) into[i] = (byte)ByteAlphabet.ByteOf(token[i]);
                bytes.Advance(token.Length);
            }
            else
            {
                Encoding.UTF8.GetBytes(token, bytes);
            }
        }

        tokens.Clear();
        tokens.Add(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }
}
