// Layers and losses.
#include "attention.h"
#include "dropout.h"

TENSOR(linear, (Tensor* input, Tensor* weight, Tensor* bias), at::linear(*input, *weight, optional_tensor(bias)))
TENSOR(embedding, (Tensor* weight, Tensor* indices, int64_t padding_index, bool scale_grad_by_freq, bool sparse), at::embedding(*weight, *indices, padding_index, scale_grad_by_freq, sparse))
ACTION(embedding_renorm_, (Tensor* weight, Tensor* indices, double max_norm, double norm_type), at::embedding_renorm_(*weight, *indices, max_norm, norm_type))
TENSOR(layer_norm, (Tensor* input, const int64_t* shape, int length, Tensor* weight, Tensor* bias, double eps), at::layer_norm(*input, ints(shape, length), optional_tensor(weight), optional_tensor(bias), eps))
TENSOR(batch_norm, (Tensor* input, Tensor* mean, Tensor* var, Tensor* weight, Tensor* bias, bool train, double momentum, double eps),
    at::batch_norm(*input, optional_tensor(weight), optional_tensor(bias), optional_tensor(mean), optional_tensor(var), train, momentum, eps, true))
#if TORCH_AT_LEAST(2, 0)
TENSOR(dropout, (Tensor* input, double p, bool train), at::dropout(*input, p, train))
#else
TENSOR(dropout, (Tensor* input, double p, bool train), train ? dropout_of(*input, p) : at::dropout(*input, p, false))
#endif
ACTION(dropout_, (Tensor* input, double p, bool train), at::dropout_(*input, p, train))
TENSOR(one_hot, (Tensor* t, int64_t classes), at::one_hot(*t, classes))
TENSOR(conv1d, (Tensor* input, Tensor* weight, Tensor* bias, int64_t stride, int64_t padding, int64_t dilation, int64_t groups),
    at::conv1d(*input, *weight, optional_tensor(bias), at::IntArrayRef(stride), at::IntArrayRef(padding), at::IntArrayRef(dilation), groups))

TENSOR(cross_entropy, (Tensor* input, Tensor* target, Tensor* weight, int64_t ignore_index, int64_t reduction, double label_smoothing),
    at::cross_entropy_loss(*input, *target, optional_tensor(weight), reduction, ignore_index, label_smoothing))
TENSOR(nll_loss, (Tensor* input, Tensor* target, Tensor* weight, int64_t ignore_index, int64_t reduction), at::nll_loss_nd(*input, *target, optional_tensor(weight), reduction, ignore_index))
TENSOR(mse_loss, (Tensor* input, Tensor* target, int64_t reduction), at::mse_loss(*input, *target, reduction))
TENSOR(l1_loss, (Tensor* input, Tensor* target, int64_t reduction), at::l1_loss(*input, *target, reduction))
TENSOR(smooth_l1_loss, (Tensor* input, Tensor* target, int64_t reduction, double beta), at::smooth_l1_loss(*input, *target, reduction, beta))
TENSOR(kl_div, (Tensor* input, Tensor* target, int64_t reduction, bool log_target), at::kl_div(*input, *target, reduction, log_target))
TENSOR(bce_with_logits, (Tensor* input, Tensor* target, Tensor* weight, Tensor* pos_weight, int64_t reduction),
    at::binary_cross_entropy_with_logits(*input, *target, optional_tensor(weight), optional_tensor(pos_weight), reduction))
TENSOR(cosine_embedding_loss, (Tensor* a, Tensor* b, Tensor* target, double margin, int64_t reduction), at::cosine_embedding_loss(*a, *b, *target, margin, reduction))
TENSOR(margin_ranking_loss, (Tensor* a, Tensor* b, Tensor* target, double margin, int64_t reduction), at::margin_ranking_loss(*a, *b, *target, margin, reduction))
TENSOR(triplet_margin_loss, (Tensor* anchor, Tensor* positive, Tensor* negative, double margin, double p, double eps, bool swap, int64_t reduction),
    at::triplet_margin_loss(*anchor, *positive, *negative, margin, p, eps, swap, reduction))

ACTION(lstm, (Tensor* input, Tensor* h0, Tensor* c0, Tensor* const* weights, int count, bool biases, int64_t layers, double dropout, bool train, bool bidirectional, bool batch_first, Tensor** output, Tensor** h, Tensor** c),
    auto r = at::lstm(*input, {*h0, *c0}, tensors(weights, count), biases, layers, dropout, train, bidirectional, batch_first);
    *output = new Tensor(std::get<0>(r)); *h = new Tensor(std::get<1>(r)); *c = new Tensor(std::get<2>(r)))

TENSOR(scaled_dot_product_attention, (Tensor* query, Tensor* key, Tensor* value, Tensor* mask, double dropout, bool causal),
#if TORCH_AT_LEAST(2, 0)
    at::scaled_dot_product_attention(*query, *key, *value, optional_tensor(mask), dropout, causal))
#else
    attention(*query, *key, *value, optional_tensor(mask), dropout, causal))
#endif
