using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads the value of a field; false where the text is none of the type, and the value is then what stands for it.</summary>
internal delegate bool TextParser<T>(ReadOnlyMemory<char> text, out T value);

/// <summary>How fields become values of each type. What cannot be read is NaN, or the default where the type has no NaN.</summary>
internal static class TextValueParsers
{
    /// <summary>The parser for a column's item type.</summary>
    public static TextParser<T> For<T>(PrimitiveDataViewType type, char decimalMarker)
    {
        if (type is KeyDataViewType key)
            return (TextParser<T>)KeyParser(key);
        return (TextParser<T>)(Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.Single => Parser((ReadOnlyMemory<char> text, out float value) => Real(text, decimalMarker, float.NaN, out value)),
            TypeCode.Double => Parser((ReadOnlyMemory<char> text, out double value) => Real(text, decimalMarker, double.NaN, out value)),
            TypeCode.SByte => Parser<sbyte>(Whole),
            TypeCode.Byte => Parser<byte>(Whole),
            TypeCode.Int16 => Parser<short>(Whole),
            TypeCode.UInt16 => Parser<ushort>(Whole),
            TypeCode.Int32 => Parser<int>(Whole),
            TypeCode.UInt32 => Parser<uint>(Whole),
            TypeCode.Int64 => Parser<long>(Whole),
            TypeCode.UInt64 => Parser<ulong>(Whole),
            TypeCode.Boolean => Parser<bool>(Boolean),
            TypeCode.DateTime => Parser<DateTime>(Date),
            _ when typeof(T) == typeof(ReadOnlyMemory<char>) => Parser<ReadOnlyMemory<char>>(Text),
            _ when typeof(T) == typeof(DateTimeOffset) => Parser<DateTimeOffset>(DateWithOffset),
            _ when typeof(T) == typeof(TimeSpan) => Parser<TimeSpan>(Span),
            _ => throw new NotSupportedException($"A text file cannot hold values of type {type}."),
        });
    }

    private static Delegate Parser<T>(TextParser<T> parser) => parser;

    private static bool Text(ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool Real<T>(ReadOnlyMemory<char> text, char decimalMarker, T missing, out T value) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        const NumberStyles Style = NumberStyles.Float;
        var span = text.Span.Trim();
        var known = decimalMarker == '.'
            ? T.TryParse(span, Style, CultureInfo.InvariantCulture, out value!)
            : !span.Contains('.') & T.TryParse(span.ToString().Replace(decimalMarker, '.'), Style, CultureInfo.InvariantCulture, out value!);
        if (!known)
            value = missing;
        return known;
    }

    private static bool Whole<T>(ReadOnlyMemory<char> text, out T value) where T : System.Numerics.IBinaryInteger<T>
        => T.TryParse(text.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out value!);

    private static bool Boolean(ReadOnlyMemory<char> text, out bool value)
    {
        Span<char> lower = stackalloc char[5];
        var trimmed = text.Span.Trim();
        var word = trimmed.Length <= lower.Length ? lower[..trimmed.ToLowerInvariant(lower)] : [];
        value = word is "1" or "+" or "+1" or "t" or "y" or "yes" or "true";
        return value || word is "0" or "-" or "-1" or "f" or "n" or "no" or "false";
    }

    private static bool Date(ReadOnlyMemory<char> text, out DateTime value) => DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, out value);

    private static bool DateWithOffset(ReadOnlyMemory<char> text, out DateTimeOffset value) => DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, out value);

    private static bool Span(ReadOnlyMemory<char> text, out TimeSpan value) => TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value);

    // In the file keys count from 0, in the column from 1, where 0 is missing.
    private static Delegate KeyParser(KeyDataViewType type)
    {
        var count = type.Count;
        return Type.GetTypeCode(type.RawType) switch
        {
            TypeCode.Byte => Key<byte>(count),
            TypeCode.UInt16 => Key<ushort>(count),
            TypeCode.UInt32 => Key<uint>(count),
            _ => Key<ulong>(count),
        };
    }

    private static TextParser<T> Key<T>(ulong count) where T : struct, System.Numerics.IBinaryInteger<T>
        => (ReadOnlyMemory<char> text, out T value) =>
        {
            var known = ulong.TryParse(text.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number < count;
            value = known ? T.CreateTruncating(number + 1) : T.Zero;
            return known;
        };
}
