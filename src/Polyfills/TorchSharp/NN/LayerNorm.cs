using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Subtracts the mean and divides by the deviation over the last dimensions, then scales and shifts.</summary>
        public sealed class LayerNorm : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;

            [ComponentName(Name = nameof(bias))]
            private Parameter? _bias;

            internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
            {
                this.normalized_shape = normalized_shape;
                this.eps = eps;
                this.elementwise_affine = elementwise_affine;
                if (!elementwise_affine) return;
                weight = new Parameter(ones(normalized_shape, dtype, device));
                if (bias) this.bias = new Parameter(zeros(normalized_shape, dtype, device));
            }

            public long[] normalized_shape { get; set; }

            public double eps { get; set; }

            public bool elementwise_affine { get; set; }

            /// <summary>Of <see cref="normalized_shape"/>; the one that is replaced is disposed.</summary>
            public Parameter weight
            {
                get => _weight!;
                set
                {
                    ArgumentNullException.ThrowIfNull(value);
                    if (value.Handle == _weight?.handle) return;
                    ReplaceParameter(nameof(weight), ref _weight, value);
                }
            }

            public Parameter? bias
            {
                get => _bias;
                set => ReplaceParameter(nameof(bias), ref _bias, value);
            }

            public void reset_parameters()
            {
                if (_weight is not null) nn.init.ones_(_weight);
                if (_bias is not null) nn.init.zeros_(_bias);
            }

            public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static Modules.LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
