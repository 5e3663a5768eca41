using System.Numerics;

namespace TorchSharp;

/// <summary>A number as an operand of tensors. As in libtorch, it is a truth value, a 64-bit integer, a double or a complex number, whatever it was made from.</summary>
[System.Runtime.InteropServices.Marshalling.NativeMarshalling(typeof(ScalarMarshaller))]
public sealed class Scalar : IDisposable
{
    internal readonly Number Value;

    internal Scalar(bool value) => Value = new() { Kind = Number.NumberKind.Bool, Integer = value ? 1 : 0 };

    internal Scalar(long value) => Value = new() { Kind = Number.NumberKind.Integer, Integer = value };

    internal Scalar(double value) => Value = new() { Kind = Number.NumberKind.Real, Real = value };

    internal Scalar(Complex value) => Value = new() { Kind = Number.NumberKind.Complex, Real = value.Real, Imaginary = value.Imaginary };

    internal Scalar(in Number value) => Value = value;

    public torch.ScalarType Type => Value.Kind switch
    {
        Number.NumberKind.Bool => torch.ScalarType.Bool,
        Number.NumberKind.Integer => torch.ScalarType.Int64,
        Number.NumberKind.Complex => torch.ScalarType.ComplexFloat64,
        _ => torch.ScalarType.Float64,
    };

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(Half value) => new((double)value);

    public static implicit operator Scalar(BFloat16 value) => new((double)value.ToSingle());

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value);

    public static implicit operator Scalar((float, float) value) => new(new Complex(value.Item1, value.Item2));

    public static implicit operator Scalar(Complex value) => new(value);

    /// <summary>Nothing is held here that has to be released.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static Scalar ToScalar(this BFloat16 value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this (float, float) value) => value;

    public static Scalar ToScalar(this Complex value) => value;

    public static BFloat16 ToBFloat16(this Scalar value) => new((float)value.ToDouble());

    public static Half ToHalf(this Scalar value) => (Half)value.ToDouble();

    public static float ToSingle(this Scalar value) => (float)value.ToDouble();

    public static double ToDouble(this Scalar value) => value.Value.Kind switch
    {
        Number.NumberKind.Bool or Number.NumberKind.Integer => value.Value.Integer,
        Number.NumberKind.Complex when value.Value.Imaginary != 0 => throw new InvalidOperationException("A complex number with an imaginary part is no real number."),
        _ => value.Value.Real,
    };

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.ToInt64());

    public static byte ToByte(this Scalar value) => checked((byte)value.ToInt64());

    public static short ToInt16(this Scalar value) => checked((short)value.ToInt64());

    public static int ToInt32(this Scalar value) => checked((int)value.ToInt64());

    public static long ToInt64(this Scalar value) => value.Value.Kind is Number.NumberKind.Bool or Number.NumberKind.Integer ? value.Value.Integer : checked((long)value.ToDouble());

    public static bool ToBoolean(this Scalar value) => value.ToDouble() != 0;
}
