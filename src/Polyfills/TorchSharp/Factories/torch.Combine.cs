namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        var parts = new TensorHandles(tensors.AsReadOnly());
        var result = Native.tsp_cat(parts.Values, parts.Count, dim);
        parts.KeepAlive();
        return result;
    }

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat((IList<Tensor>)tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var parts = new TensorHandles([.. tensors]);
        var result = Native.tsp_stack(parts.Values, parts.Count, dim);
        parts.KeepAlive();
        return result;
    }

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var operands = new TensorHandles(tensors);
        var result = Native.tsp_einsum(equation, operands.Values, operands.Count);
        operands.KeepAlive();
        return result;
    }

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Native.tsp_where(condition, x, y);

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public static Tensor norm(Tensor input) => input.norm();

    public static ScalarType result_type(Tensor tensor1, Tensor tensor2)
    {
        Native.Check(Native.tsp_result_type(tensor1, tensor2, out var type));
        return (ScalarType)type;
    }
}
