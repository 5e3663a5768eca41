using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Looks rows up by their numbers.</summary>
        public sealed class Embedding : nn.Module<Tensor, Tensor>
        {
            private readonly long _paddingIndex;
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly bool _scaleGradByFreq;
            private readonly bool _sparse;

            internal Embedding(Tensor weight, bool requiresGrad, long? paddingIndex, double? maxNorm, double normType, bool scaleGradByFreq, bool sparse) : base(nameof(Embedding))
            {
                var rows = weight.shape[0];
                if (paddingIndex is { } i && (i >= rows || i < -rows)) throw new ArgumentException($"Padding_idx must be within num_embeddings: it is {i}, and there are {rows}.");
                _paddingIndex = paddingIndex is { } p ? (p < 0 ? p + rows : p) : -1;
                (_maxNorm, _normType, _scaleGradByFreq, _sparse) = (maxNorm, normType, scaleGradByFreq, sparse);
                var parameter = new Parameter(weight, requiresGrad);
                parameter.DetachFromDisposeScope();
                register_parameter(nameof(weight), parameter);
            }

            /// <summary>`[num_embeddings, embedding_dims]`. As in TorchSharp, each reading makes a new object that refers to the same data.</summary>
            public Parameter weight
            {
                get => new(Native.AliasHandle(get_parameter(nameof(weight))!));
                set
                {
                    ArgumentNullException.ThrowIfNull(value);
                    ConditionallyRegisterParameter(nameof(weight), value);
                }
            }

            public override Tensor forward(Tensor input)
            {
                var rows = get_parameter(nameof(weight))!;
                if (_maxNorm is { } norm)
                {
                    using var off = no_grad();
                    Native.Check(Native.tsp_embedding_renorm_(rows, input, norm, _normType));
                }
                return Native.tsp_embedding(rows, input, _paddingIndex, _scaleGradByFreq, _sparse);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <param name="padding_idx">A row that starts at zero and gets no gradient.</param>
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = empty(num_embeddings, embedding_dims, dtype, device);
                weight.normal_();
                if (padding_idx is { } row && row < num_embeddings && row >= -num_embeddings)
                {
                    using var padding = weight.select(0, row);
                    padding.zero_();
                }
                return new(weight, true, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            /// <param name="embeddings">`[num_embeddings, embedding_dims]`; shared, not copied.</param>
            /// <param name="freeze">Whether they stay as they are.</param>
            public static Modules.Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(embeddings.to(dtype ?? embeddings.dtype, device ?? embeddings.device), !freeze, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
        }
    }
}
