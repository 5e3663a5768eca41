using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>
/// Numbers of JSON as Hugging Face's library reads them, by the quick way of its parser: digits as an integer, scaled by a power of ten. The last bit can differ from the nearest double,
/// and which of two nearly equal ways to split a word is taken can depend on it.
/// </summary>
internal static class ReferenceNumber
{
    private const int LargestPower = 308;

    private static readonly double[] _powers = [.. Enumerable.Range(0, LargestPower + 1).Select(p => double.Parse($"1e{p}", CultureInfo.InvariantCulture))];

    /// <summary>The value of a number; null where it is out of range.</summary>
    public static double? Parse(JsonElement number) => Parse(JsonMarshal.GetRawUtf8Value(number));

    /// <summary>What the library reads where it has written a number, which must be finite.</summary>
    public static double Reread(double value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        return Parse(text[..length]) ?? value;
    }

    /// <summary>The value of a number in JSON's form; null where it is out of range.</summary>
    public static double? Parse(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        int at = negative ? 1 : 0;
        ulong digits = 0;
        long exponent = 0;
        bool full = false, fraction = false;
        for (; at < text.Length && text[at] is var c && (c == '.' || c is >= (byte)'0' and <= (byte)'9'); at++)
        {
            if (c == '.')
            {
                (fraction, full) = (true, false);
                continue;
            }

            // Digits beyond 64 bits are dropped; those before the point still count as places.
            uint digit = (uint)(c - '0');
            full |= digits > (ulong.MaxValue - digit) / 10;
            if (!full) digits = (digits * 10) + digit;
            if (full != fraction) exponent += fraction ? -1 : 1;
        }

        if (at < text.Length) exponent += ParseExponent(text[(at + 1)..]);
        return Scale(digits, exponent) is { } value ? negative ? -value : value : null;
    }

    private static long ParseExponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        long value = 0;
        foreach (byte c in text)
            if (c is >= (byte)'0' and <= (byte)'9') value = Math.Min((value * 10) + (c - '0'), int.MaxValue);
        return negative ? -value : value;
    }

    private static double? Scale(ulong digits, long exponent)
    {
        double value = digits;
        for (; exponent < -LargestPower && value != 0; exponent += LargestPower) value /= _powers[LargestPower];
        if (value == 0) return 0;
        if (exponent > LargestPower) return null;
        value = exponent < 0 ? value / _powers[-exponent] : value * _powers[exponent];
        return double.IsFinite(value) ? value : null;
    }
}
