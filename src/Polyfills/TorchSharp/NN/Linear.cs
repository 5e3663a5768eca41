using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>y = x W^T + b, with x `[..., in_features]`.</summary>
        public sealed class Linear : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;

            [ComponentName(Name = nameof(bias))]
            private Parameter? _bias;

            internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
            {
                out_features = weight.shape[0];
                in_features = weight.shape[1];
                this.weight = weight;
                if (bias is not null) this.bias = bias;
            }

            internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
            {
                in_features = inputSize;
                out_features = outputSize;
                weight = new Parameter(empty(outputSize, inputSize, dtype, device));
                nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
                if (!hasBias) return;
                bias = new Parameter(empty(outputSize, dtype, device));
                var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
                nn.init.uniform_(bias, -bound, bound);
            }

            public long in_features { get; set; }

            public long out_features { get; set; }

            /// <summary>`[out_features, in_features]`; the one that is replaced is disposed.</summary>
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

            /// <summary>`[out_features]`, or null.</summary>
            public Parameter? bias
            {
                get => _bias;
                set => ReplaceParameter(nameof(bias), ref _bias, value);
            }

            public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);
        }
    }
}
