namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public void backward() => backward(null, false, false, null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);

        /// <summary>Keeps the gradient of this tensor although it is no leaf.</summary>
        public void retain_grad() => Native.Check(Native.tsp_retain_grad(this));

        /// <summary>The same data without its history.</summary>
        public Tensor detach() => Native.tsp_detach(this);

        public Tensor detach_()
        {
            Native.Check(Native.tsp_detach_(this));
            return this;
        }
    }

    public static class autograd
    {
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var outputs = new TensorHandles(tensors.AsReadOnly());
            var gradients = new TensorHandles(grad_tensors?.AsReadOnly());
            var leaves = new TensorHandles(inputs?.AsReadOnly());
            Native.Check(Native.tsp_backward(outputs.Values, outputs.Count, gradients.Values, gradients.Count, retain_graph ?? create_graph, create_graph, leaves.Values, leaves.Count));
            outputs.KeepAlive();
            gradients.KeepAlive();
            leaves.KeepAlive();
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <returns>The gradients of the outputs with respect to the inputs; null where an input is unused and that is allowed.</returns>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var from = new TensorHandles(outputs.AsReadOnly());
            var to = new TensorHandles(inputs.AsReadOnly());
            var gradients = new TensorHandles(grad_outputs?.AsReadOnly());
            Native.Check(Native.tsp_autograd_grad(from.Values, from.Count, to.Values, to.Count, gradients.Values, gradients.Count, retain_graph || create_graph, create_graph, allow_unused, out var list));
            from.KeepAlive();
            to.KeepAlive();
            gradients.KeepAlive();
            return Native.TakeList(list, to.Count);
        }
    }

    public static bool is_grad_enabled() => Native.tsp_grad_enabled();

    public static bool is_inference_mode_enabled() => Native.tsp_inference_enabled();

    /// <summary>Until it is disposed, this thread records no gradients.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Until it is disposed, tensors made on this thread can never take part in autograd.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = Native.tsp_grad_enabled();

        internal GradMode(bool enabled) => Native.tsp_set_grad_enabled(enabled);

        public void Dispose() => Native.tsp_set_grad_enabled(_before);
    }

    private sealed class InferenceMode(bool mode) : IDisposable
    {
        private nint _guard = Native.tsp_inference_enter(mode);

        public void Dispose()
        {
            if (_guard != 0) Native.tsp_inference_leave(_guard);
            _guard = 0;
        }
    }
}
