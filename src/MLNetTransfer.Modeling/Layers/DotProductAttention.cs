using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>softmax(Q Kᵀ / √d + bias) V over several heads: the one place where attention is computed.</summary>
internal static class DotProductAttention
{
    /// <param name="query"><c>[batch, queries, hidden]</c>; the heads lie beside one another in the last dimension.</param>
    /// <param name="key"><c>[batch, keys, hidden]</c></param>
    /// <param name="value"><c>[batch, keys, hidden]</c></param>
    /// <param name="headCount">Divides the hidden size.</param>
    /// <param name="mask">
    /// Broadcast to <c>[batch, heads, queries, keys]</c>; null where all see all. Bool: true where a query may see a key. Floating-point: added to the scores,
    /// -∞ where a query may not see a key. Rows of queries behind those given are not read.
    /// </param>
    /// <param name="dropout">Rate at which attention weights are dropped, 0 for none.</param>
    /// <param name="causal">Lets a query see only the keys up to its own place. There are as many of either then, and no mask.</param>
    /// <returns><c>[batch, queries, hidden]</c></returns>
    public static Tensor Compute(Tensor query, Tensor key, Tensor value, long headCount, Tensor? mask, double dropout, bool causal = false)
    {
        using var scope = torch.NewDisposeScope();
        var queries = query.shape[1];
        if (mask is not null && mask.shape[2] > queries) mask = mask.narrow(2, 0, queries);
        if (mask is not null && mask.dtype != ScalarType.Bool && mask.dtype != query.dtype) mask = mask.to(query.dtype);
        var mixed = nn.functional.scaled_dot_product_attention(Split(query), Split(key), Split(value), attn_mask: mask, p: dropout, is_casual: causal);
        // Kernels that write [batch, queries, heads, size] make this free; reshape copies for the others.
        return mixed.transpose(1, 2).reshape(query.shape).MoveToOuterDisposeScope();

        Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], headCount, x.shape[2] / headCount).transpose(1, 2);
    }
}
