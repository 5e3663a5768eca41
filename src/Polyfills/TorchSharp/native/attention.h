// scaled_dot_product_attention where libtorch has none.
#pragma once

#include "polyfill.h"

#if !TORCH_AT_LEAST(2, 0)
Tensor attention(const Tensor& query, const Tensor& key, const Tensor& value, Optional<Tensor> mask, double dropout, bool causal);
#endif
