namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Native.tsp_dim(this);

        public long dim() => Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Native.tsp_numel(this);

        public long numel() => NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Native.tsp_element_size(this);

        public long element_size() => ElementSize;

        public ScalarType dtype => (ScalarType)Native.tsp_scalar_type(this);

        public DeviceType device_type => (DeviceType)Native.tsp_device_type(this);

        public int device_index => Native.tsp_device_index(this);

        public Device device => device_type is var type && type == DeviceType.CPU ? CPU : new Device(type, device_index);

        public long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                Native.Check(Native.tsp_sizes(this, sizes));
                return sizes;
            }
        }

        public long[] size() => shape;

        /// <param name="dim">Counted from the end where it is negative.</param>
        public long size(int dim)
        {
            var sizes = shape;
            var i = dim < 0 ? dim + sizes.Length : dim;
            return (uint)i < (uint)sizes.Length ? sizes[i] : throw new ArgumentOutOfRangeException(nameof(dim), $"Dimension {dim} was asked for of a tensor of {sizes.Length} dimensions.");
        }

        public long[] stride()
        {
            var strides = new long[Dimensions];
            Native.Check(Native.tsp_strides(this, strides));
            return strides;
        }

        public long stride(int dim)
        {
            var strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        public long storage_offset()
        {
            Native.Check(Native.tsp_storage_offset(this, out var offset));
            return offset;
        }

        public bool is_contiguous() => Native.tsp_is_contiguous(this);

        public bool is_leaf => Native.tsp_is_leaf(this);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_nonzero() => ToScalar().ToBoolean();

        public bool requires_grad
        {
            get => Native.tsp_requires_grad(this);
            set => Native.Check(Native.tsp_set_requires_grad(this, value));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The same as <see cref="requires_grad_"/>.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The accumulated gradient, or null. Each reading makes a new tensor that refers to the same data.</summary>
        public Tensor? grad
        {
            get
            {
                Native.Check(Native.tsp_grad(this, out var gradient));
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set => Native.Check(Native.tsp_set_grad(this, value));
        }
    }

    public static bool is_integral(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

    public static bool is_floating_point(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
}
