namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <param name="weights">`[out_features, in_features]`</param>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Native.tsp_linear(input, weights, bias);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Native.tsp_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps);

            /// <param name="running_mean">With <paramref name="running_var"/>, moved towards the batch's in training and used instead of them otherwise.</param>
            public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-05) =>
                Native.tsp_batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? InPlace(input, Native.tsp_dropout_(input, p, training)) : Native.tsp_dropout(input, p, training);

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false) => inplace ? x.gelu_(approximate).alias() : x.gelu(approximate);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace ? input.leaky_relu_(negative_slope).alias() : input.leaky_relu(negative_slope);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Native.tsp_one_hot(x, num_classes);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08) => Native.tsp_cosine_similarity(x1, x2, dim, eps);

            /// <summary>Divides by the p-norm, or by <paramref name="eps"/> where that is larger.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var norm = input.norm((int)dim, true, (float)p);
                using var divisor = norm.clamp_min(eps);
                return input.div(divisor);
            }

            /// <summary>softmax(query key^T / sqrt(size) + mask) value.</summary>
            /// <param name="query">`[..., target, size]`</param>
            /// <param name="key">`[..., source, size]`</param>
            /// <param name="value">`[..., source, value size]`</param>
            /// <param name="attn_mask">Broadcast to `[..., target, source]`: truth values, true where a position may be attended to, or numbers that are added to the scores.</param>
            /// <param name="p">Dropout of the weights; it happens whenever it is not 0.</param>
            /// <param name="is_casual">Attends only to positions up to its own; excludes a mask.</param>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.", nameof(p));
                if (is_casual && attn_mask is not null) throw new ArgumentException("Casual attention masking cannot pass a mask.", nameof(is_casual));
                return Native.tsp_scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual);
            }

            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Native.tsp_conv1d(input, weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Native.tsp_pad(input, pad, pad.Length, mode switch
                {
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => "constant",
                }, mode == PaddingModes.Zeros ? 0 : value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, (ReadOnlySpan<long>)[pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)[pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, (ReadOnlySpan<long>)[pad, pad], mode, value);

            private static Tensor InPlace(Tensor input, int status)
            {
                Native.Check(status);
                return input.alias();
            }
        }
    }
}
