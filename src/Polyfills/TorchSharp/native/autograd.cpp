// Gradients, and the modes in which none are recorded.
#include "polyfill.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

TSP_EXPORT bool tsp_grad_enabled() { return at::GradMode::is_enabled(); }
TSP_EXPORT void tsp_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }
TSP_EXPORT bool tsp_inference_enabled() { return c10::InferenceMode::is_enabled(); }
TSP_EXPORT c10::InferenceMode* tsp_inference_enter(bool enabled) { return new c10::InferenceMode(enabled); }
TSP_EXPORT void tsp_inference_leave(c10::InferenceMode* guard) { delete guard; }

ACTION(set_requires_grad, (Tensor* t, bool on), t->set_requires_grad(on))
ACTION(retain_grad, (Tensor* t), t->retain_grad())
TENSOR(detach, (Tensor* t), t->detach())
ACTION(detach_, (Tensor* t), t->detach_())

// *out is null where there is no gradient.
ACTION(grad, (Tensor* t, Tensor** out), const auto& g = t->grad(); *out = g.defined() ? new Tensor(g) : nullptr)
ACTION(set_grad, (Tensor* t, Tensor* grad), t->mutable_grad() = grad ? *grad : Tensor())

ACTION(backward, (Tensor* const* outputs, int count, Tensor* const* gradients, int gradient_count, bool retain_graph, bool create_graph, Tensor* const* inputs, int input_count),
    torch::autograd::backward(tensors(outputs, count), tensors(gradients, gradient_count), retain_graph, create_graph, tensors(inputs, input_count)))
ACTION(autograd_grad, (Tensor* const* outputs, int count, Tensor* const* inputs, int input_count, Tensor* const* gradients, int gradient_count, bool retain_graph, bool create_graph, bool allow_unused, Tensor*** out),
    *out = to_list(torch::autograd::grad(tensors(outputs, count), tensors(inputs, input_count), tensors(gradients, gradient_count), retain_graph, create_graph, allow_unused)))
