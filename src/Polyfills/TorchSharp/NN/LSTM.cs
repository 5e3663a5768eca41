using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Long short-term memory of one or more layers, in one or both directions.</summary>
        public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
        {
            private readonly long _hiddenSize;
            private readonly long _layers;
            private readonly bool _bias;
            private readonly bool _batchFirst;
            private readonly double _dropout;
            private readonly bool _bidirectional;

            internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(LSTM))
            {
                (_hiddenSize, _layers, _bias, _batchFirst, _dropout, _bidirectional) = (hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
                var bound = 1 / Math.Sqrt(hiddenSize);
                for (var layer = 0; layer < numLayers; layer++)
                    foreach (var direction in bidirectional ? new[] { "", "_reverse" } : [""])
                    {
                        var size = layer == 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
                        Register($"weight_ih_l{layer}{direction}", empty(4 * hiddenSize, size, dtype, device), bound);
                        Register($"weight_hh_l{layer}{direction}", empty(4 * hiddenSize, hiddenSize, dtype, device), bound);
                        if (!bias) continue;
                        Register($"bias_ih_l{layer}{direction}", empty(4 * hiddenSize, dtype, device), bound);
                        Register($"bias_hh_l{layer}{direction}", empty(4 * hiddenSize, dtype, device), bound);
                    }
            }

            /// <summary>Nothing has to be done for the CPU, and on a GPU libtorch does it at each call.</summary>
            public void flatten_parameters() { }

            public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

            /// <param name="input">`[sequence, batch, input]`, or `[batch, sequence, input]` where the batch comes first.</param>
            /// <param name="h0_c0">Both `[layers * directions, batch, hidden]`; zeros where it is left out.</param>
            /// <returns>The last layer's states `[sequence, batch, directions * hidden]`, and the final states and cells of all layers.</returns>
            public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
            {
                using var scope = NewDisposeScope();
                var (h0, c0) = h0_c0 ?? Zeros(input);
                var weights = new TensorHandles(parameters().ToArray());
                Native.Check(Native.tsp_lstm(input, h0, c0, weights.Values, weights.Count, _bias, _layers, _dropout, training, _bidirectional, _batchFirst, out var output, out var h, out var c));
                weights.KeepAlive();
                return scope.MoveToOuter(new Tensor(output), new Tensor(h), new Tensor(c));
            }

            private (Tensor, Tensor) Zeros(Tensor input)
            {
                var shape = input.shape;
                var directions = _layers * (_bidirectional ? 2 : 1);
                long[] state = shape.Length == 2 ? [directions, _hiddenSize] : [directions, shape[_batchFirst ? 0 : 1], _hiddenSize];
                return (zeros(state, input.dtype, input.device), zeros(state, input.dtype, input.device));
            }

            private void Register(string name, Tensor data, double bound)
            {
                data.uniform_(-bound, bound);
                var parameter = new Parameter(data);
                parameter.DetachFromDisposeScope();
                register_parameter(name, parameter);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
