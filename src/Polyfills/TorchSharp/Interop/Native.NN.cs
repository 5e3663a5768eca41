using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// Layers and losses. (native/nn.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tsp_linear(Tensor input, Tensor weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias);
    [LibraryImport(Library)] internal static partial Tensor tsp_embedding(Tensor weight, Tensor indices, long paddingIndex, [MarshalAs(U1)] bool scaleGradByFreq, [MarshalAs(U1)] bool sparse);
    [LibraryImport(Library)] internal static partial int tsp_embedding_renorm_(Tensor weight, Tensor indices, double maxNorm, double normType);
    [LibraryImport(Library)] internal static partial Tensor tsp_layer_norm(Tensor input, ReadOnlySpan<long> shape, int length, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias, double eps);
    [LibraryImport(Library)] internal static partial Tensor tsp_dropout(Tensor input, double p, [MarshalAs(U1)] bool train);
    [LibraryImport(Library)] internal static partial int tsp_dropout_(Tensor input, double p, [MarshalAs(U1)] bool train);
    [LibraryImport(Library)] internal static partial Tensor tsp_one_hot(Tensor t, long classes);
    [LibraryImport(Library)] internal static partial Tensor tsp_batch_norm(Tensor input, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mean, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? var, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias, [MarshalAs(U1)] bool train, double momentum, double eps);
    [LibraryImport(Library)] internal static partial Tensor tsp_conv1d(Tensor input, Tensor weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias, long stride, long padding, long dilation, long groups);
    [LibraryImport(Library)] internal static partial Tensor tsp_cross_entropy(Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long ignoreIndex, long reduction, double labelSmoothing);
    [LibraryImport(Library)] internal static partial Tensor tsp_nll_loss(Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long ignoreIndex, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tsp_mse_loss(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tsp_l1_loss(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tsp_smooth_l1_loss(Tensor input, Tensor target, long reduction, double beta);
    [LibraryImport(Library)] internal static partial Tensor tsp_kl_div(Tensor input, Tensor target, long reduction, [MarshalAs(U1)] bool logTarget);
    [LibraryImport(Library)] internal static partial Tensor tsp_bce_with_logits(Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? posWeight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tsp_cosine_embedding_loss(Tensor a, Tensor b, Tensor target, double margin, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tsp_margin_ranking_loss(Tensor a, Tensor b, Tensor target, double margin, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tsp_triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps, [MarshalAs(U1)] bool swap, long reduction);
    [LibraryImport(Library)] internal static partial int tsp_lstm(Tensor input, Tensor h0, Tensor c0, nint[] weights, int count, [MarshalAs(U1)] bool biases, long layers, double dropout, [MarshalAs(U1)] bool train, [MarshalAs(U1)] bool bidirectional, [MarshalAs(U1)] bool batchFirst, out nint output, out nint h, out nint c);
    [LibraryImport(Library)] internal static partial Tensor tsp_scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask, double dropout, [MarshalAs(U1)] bool causal);
}
