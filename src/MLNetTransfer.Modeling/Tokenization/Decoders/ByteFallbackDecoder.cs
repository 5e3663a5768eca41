using System.Globalization;
using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>ByteFallback: puts tokens such as <c>&lt;0x61&gt;</c> together to UTF-8 text; where they make up none, each is a U+FFFD.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    public override void Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            if (TryRead(token, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, decoded);
            decoded.Add(token);
        }

        Flush(bytes, decoded);
        tokens.Clear();
        tokens.AddRange(decoded);
    }

    private static bool TryRead(string token, out byte value)
    {
        value = 0;
        if (token.Length != 6 || !token.StartsWith("<0x", StringComparison.Ordinal) || token[5] != '>') return false;
        // The reference takes a sign for a part of a number.
        return byte.TryParse(token.AsSpan(token[3] == '+' ? 4 : 3).TrimEnd('>'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Flush(List<byte> bytes, List<string> decoded)
    {
        if (bytes.Count == 0) return;
        try
        {
            decoded.Add(_strict.GetString(bytes.ToArray()));
        }
        catch (DecoderFallbackException)
        {
            foreach (byte _ in bytes) decoded.Add("\uFFFD");
        }

        bytes.Clear();
    }
}
