using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements of a CPU tensor, in its own memory.</summary>
        /// <exception cref="InvalidOperationException">The tensor is on another device.</exception>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the type of the elements.</exception>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireCpu();
            ValidateType(typeof(T));
            return new Utils.TensorAccessor<T>(this);
        }

        /// <summary>The only element.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        public Scalar ToScalar()
        {
            Native.Check(Native.tsp_item(this, out var number));
            return new Scalar(number);
        }

        /// <summary>The memory of a contiguous CPU tensor; it must not be used once the tensor is disposed.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                RequireCpu();
                var size = NumberOfElements * ElementSize;
                if (size > int.MaxValue) throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                return new Span<byte>((void*)DataPointer(), (int)size);
            }
            set
            {
                if (!is_contiguous()) throw new NotImplementedException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
            }
        }

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace(Native.tsp_copy_(this, source, nonBlocking));

        public Tensor set_(Tensor source) => InPlace(Native.tsp_set_(this, source));

        internal nint DataPointer()
        {
            Native.Check(Native.tsp_data_ptr(this, out var pointer));
            return pointer;
        }

        internal void RequireCpu()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        internal void ValidateType(Type dotnetType)
        {
            var fits = dtype switch
            {
                ScalarType.Byte => dotnetType == typeof(byte),
                ScalarType.Int8 => dotnetType == typeof(sbyte),
                ScalarType.Int16 => dotnetType == typeof(short),
                ScalarType.Int32 => dotnetType == typeof(int),
                ScalarType.Int64 => dotnetType == typeof(long),
                ScalarType.Bool => dotnetType == typeof(bool),
                ScalarType.Float16 => dotnetType == typeof(Half),
                ScalarType.BFloat16 => dotnetType == typeof(BFloat16),
                ScalarType.Float32 => dotnetType == typeof(float),
                ScalarType.Float64 => dotnetType == typeof(double),
                ScalarType.ComplexFloat32 => dotnetType == typeof((float, float)),
                ScalarType.ComplexFloat64 => dotnetType == typeof(Complex),
                _ => false,
            };
            if (!fits) throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
        }
    }
}

/// <summary>The value of a tensor of one element, converted.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();

    public static Half ToHalf(this torch.Tensor value) => value.ToScalar().ToHalf();

    public static BFloat16 ToBFloat16(this torch.Tensor value) => value.ToScalar().ToBFloat16();

    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();

    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();

    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"Tensors of {type} are not supported."),
    };
}
