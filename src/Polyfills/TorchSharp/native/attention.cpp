// scaled_dot_product_attention for libtorch before 2.0, which has no public one. CMakeLists.txt leaves this file out for newer ones.
#include "attention.h"

#include "dropout.h"
#include "every_cpu.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();
// Rows of scores are stored in whole vectors of so many numbers: a short sentence's rows would be computed one number at a time otherwise.
constexpr int64_t kVector = 16;

// ---- Any type, any device: softmax(query key^T / sqrt(size) + mask) value out of libtorch's own operators ---------------------------

// The query is scaled, as it is smaller than the scores. A row that may attend to nothing gives zeros, as in newer libtorch.
Tensor composed(const Tensor& query, const Tensor& key, const Tensor& value, Tensor bias, double dropout, double scale) {
    const int64_t batch = c10::multiply_integers(query.sizes().begin(), query.sizes().end() - 2), target = query.size(-2), source = key.size(-2), size = query.size(-1);
    Tensor blocked_rows;
    if (bias.defined()) {
        auto open_rows = bias.detach().ne(kMinusInfinity).any(-1, true);
        if (!open_rows.all().item<bool>()) {
            // Opened for the softmax, whose gradient would not be finite otherwise, and zeroed after it.
            blocked_rows = open_rows.logical_not();
            bias = bias.masked_fill(blocked_rows, 0);
        }
    }
    std::vector<int64_t> shape(query.sizes().begin(), query.sizes().end());
    shape.back() = source;
    auto q = query.reshape({batch, target, size}).mul(scale);
    auto scores = at::bmm(q, key.reshape({batch, source, key.size(-1)}).transpose(1, 2)).view(shape);
    if (bias.defined()) scores.add_(bias);
    auto weights = at::softmax(scores, -1);
    if (blocked_rows.defined()) weights = weights.masked_fill(blocked_rows, 0);
    if (dropout > 0) weights = dropout_of(weights, dropout);
    shape.back() = value.size(-1);
    return at::bmm(weights.view({batch, target, source}), value.reshape({batch, source, value.size(-1)})).view(shape);
}

// ---- float32 on the CPU: one head at a time, read where it lies -----------------------------------------------------------------------

using Gemm = void (*)(const char*, const char*, const int*, const int*, const int*, const float*, const float*, const int*, const float*, const int*, const float*, float*, const int*);

// The BLAS that libtorch itself is linked to; null where it is built in.
Gemm gemm() {
    static const Gemm found = [] {
        void* blas = dlopen("libblas.so.3", RTLD_LAZY | RTLD_NOLOAD);
        return blas ? reinterpret_cast<Gemm>(dlsym(blas, "sgemm_")) : nullptr;
    }();
    return found;
}

// c [rows, columns] = alpha a b + beta c, row by row in memory; `t` marks a factor that is stored transposed.
void multiply(bool a_t, bool b_t, int rows, int columns, int inner, float alpha, const float* a, int64_t a_row, const float* b, int64_t b_row, float beta, float* c, int64_t c_row) {
    const int lda = static_cast<int>(a_row), ldb = static_cast<int>(b_row), ldc = static_cast<int>(c_row);
    gemm()(b_t ? "T" : "N", a_t ? "T" : "N", &columns, &rows, &inner, &alpha, b, &ldb, a, &lda, &beta, c, &ldc);
}

struct Shape {
    int64_t batch, heads, target, source, size, value_size;
    // From one row of scores to the next.
    int64_t row() const { return (source + kVector - 1) / kVector * kVector; }
    // Rows of queries at a time: what stays below BLAS's own threshold for threads, because the heads already are spread over them.
    int64_t block() const { return std::clamp<int64_t>((int64_t{1} << 18) / std::max<int64_t>(1, source * std::max(size, value_size)), 4, target); }
};

// One head of a [batch, heads, tokens, size] view whose last dimension is dense.
struct Heads {
    float* data;
    int64_t batch, head, row;
    explicit Heads(const Tensor& t) : data(t.data_ptr<float>()), batch(t.stride(0)), head(t.stride(1)), row(t.stride(2)) {}
    float* at(int64_t b, int64_t h, int64_t token = 0) const { return data + b * batch + h * head + token * row; }
};

// The sums below may be taken in any order.
#ifdef EVERY_CPU_IS_GCC
#pragma GCC push_options
#pragma GCC optimize("O3", "fast-math", "no-finite-math-only")
#endif

// exp by Cephes' polynomial, within 2 units in the last place; a loop over it becomes vector code.
ALWAYS_INLINE float exponential(float x) {
    const float clamped = x < -87.0f ? -87.0f : x;
    const float n = __builtin_floorf(clamped * 1.44269504088896341f + 0.5f);
    const float r = clamped - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
    float power;
    __builtin_memcpy(&power, &bits, sizeof power);
    return x < -87.0f ? 0.0f : p * power;
}

// `row` and `bias` hold `vectors` whole vectors, the last of which has `rest` numbers that count. The others' weight is 0.
EVERY_CPU void softmax_row(float* row, const float* bias, int64_t vectors, int64_t rest) {
    const int64_t n = vectors * kVector;
    float* last = row + n - kVector;
    for (int64_t i = 0; i < kVector; i++) last[i] = i < rest ? last[i] : kMinusInfinity;
    if (bias) for (int64_t i = 0; i < n; i++) row[i] += bias[i];
    // Compilers keep the order of comparisons with what may be NaN, one number after the other; so the lanes are written out.
    using Vector = float __attribute__((vector_size(kVector * sizeof(float)), aligned(alignof(float)), may_alias));
    const auto* numbers = reinterpret_cast<const Vector*>(row);
    Vector lanes = numbers[0];
    for (int64_t i = 1; i < vectors; i++) lanes = numbers[i] > lanes ? numbers[i] : lanes;
    const auto keep_larger = [&](const Vector& other) { lanes = other > lanes ? other : lanes; };
    keep_larger(__builtin_shufflevector(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    keep_larger(__builtin_shufflevector(lanes, lanes, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
    keep_larger(__builtin_shufflevector(lanes, lanes, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    keep_larger(__builtin_shufflevector(lanes, lanes, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
    const float largest = lanes[0];
    if (largest == kMinusInfinity) { // nothing may be attended to
        for (int64_t i = 0; i < n; i++) row[i] = 0;
        return;
    }
    float sum = 0;
    for (int64_t i = 0; i < n; i++) sum += row[i] = exponential(row[i] - largest);
    const float inverse = 1 / sum;
    for (int64_t i = 0; i < n; i++) row[i] *= inverse;
}

// Gradient of the scores of one row, in place of the gradient of its weights.
EVERY_CPU void softmax_backward_row(const float* weights, float* gradient, int64_t n) {
    float sum = 0;
    for (int64_t i = 0; i < n; i++) sum += weights[i] * gradient[i];
    for (int64_t i = 0; i < n; i++) gradient[i] = weights[i] * (gradient[i] - sum);
}

#ifdef EVERY_CPU_IS_GCC
#pragma GCC pop_options
#endif

template <class Work>
void each_head(const Shape& s, const Work& work) {
    const int64_t cost = s.target * s.source * (s.size + s.value_size);
    at::parallel_for(0, s.batch * s.heads, std::max<int64_t>(1, (int64_t{1} << 15) / std::max<int64_t>(1, cost)), [&](int64_t begin, int64_t end) {
        std::vector<float> scratch((2 * s.block() + 1) * s.row());
        for (int64_t i = begin; i < end; i++) work(i / s.heads, i % s.heads, scratch.data());
    });
}

// [batch, heads, tokens, size], laid out [batch, tokens, heads, size]: what merging the heads afterwards needs no copy of.
Tensor merged(int64_t batch, int64_t heads, int64_t tokens, int64_t size, const Tensor& like) {
    return at::empty({batch, tokens, heads, size}, like.options()).transpose(1, 2);
}

Shape shape_of(const Tensor& q, const Tensor& k, const Tensor& v) { return {q.size(0), q.size(1), q.size(2), k.size(2), q.size(3), v.size(3)}; }

// `weights` [batch, heads, target, Shape::row()] gets the softmax where it is defined.
Tensor forward_heads(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& bias, const Tensor& weights, double p, uint64_t seed, float scale) {
    const auto s = shape_of(q, k, v);
    auto result = merged(s.batch, s.heads, s.target, s.value_size, q);
    const Heads query(q), key(k), value(v), out(result);
    const auto mask = bias.defined() ? bias.expand({s.batch, s.heads, s.target, s.source}) : bias;
    const Noise noise(p, seed);
    each_head(s, [&](int64_t b, int64_t h, float* scratch) {
        for (int64_t t = 0; t < s.target; t += s.block()) {
            const auto rows = std::min(s.block(), s.target - t);
            const auto first = ((b * s.heads + h) * s.target + t) * s.row();
            float* w = weights.defined() ? weights.data_ptr<float>() + first : scratch;
            multiply(false, true, rows, s.source, s.size, scale, query.at(b, h, t), query.row, key.at(b, h), key.row, 0, w, s.row());
            float* row_bias = mask.defined() ? scratch + 2 * s.block() * s.row() : nullptr;
            for (int64_t r = 0; r < rows; r++) {
                if (row_bias && (r == 0 || mask.stride(2) != 0)) std::copy_n(mask.data_ptr<float>() + b * mask.stride(0) + h * mask.stride(1) + (t + r) * mask.stride(2), s.source, row_bias);
                softmax_row(w + r * s.row(), row_bias, s.row() / kVector, s.source - s.row() + kVector);
            }
            const float* kept = w;
            if (p > 0) {
                float* dropped = w == scratch ? w : scratch;
                noise.drop(w, dropped, rows * s.row(), first);
                kept = dropped;
            }
            multiply(false, false, rows, s.value_size, s.source, 1, kept, s.row(), value.at(b, h), value.row, 0, out.at(b, h, t), out.row);
        }
    });
    return result;
}

std::vector<Tensor> backward_heads(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& weights, const Tensor& gradient, double p, uint64_t seed, float scale) {
    const auto s = shape_of(q, k, v);
    auto dq = merged(s.batch, s.heads, s.target, s.size, q), dk = merged(s.batch, s.heads, s.source, s.size, q), dv = merged(s.batch, s.heads, s.source, s.value_size, q);
    const Heads query(q), key(k), value(v), given(gradient), out_q(dq), out_k(dk), out_v(dv);
    const Noise noise(p, seed);
    each_head(s, [&](int64_t b, int64_t h, float* scratch) {
        for (int64_t t = 0; t < s.target; t += s.block()) {
            const auto rows = std::min(s.block(), s.target - t);
            const auto first = ((b * s.heads + h) * s.target + t) * s.row();
            const float* w = weights.data_ptr<float>() + first;
            float *change = scratch, *kept = scratch + s.block() * s.row();
            const float so_far = t == 0 ? 0 : 1;
            if (p > 0) noise.drop(w, kept, rows * s.row(), first);
            multiply(true, false, s.source, s.value_size, rows, 1, p > 0 ? kept : w, s.row(), given.at(b, h, t), given.row, so_far, out_v.at(b, h), out_v.row);
            multiply(false, true, rows, s.source, s.value_size, 1, given.at(b, h, t), given.row, value.at(b, h), value.row, 0, change, s.row());
            if (p > 0) noise.drop(change, change, rows * s.row(), first);
            for (int64_t r = 0; r < rows; r++) softmax_backward_row(w + r * s.row(), change + r * s.row(), s.source);
            multiply(false, false, rows, s.size, s.source, scale, change, s.row(), key.at(b, h), key.row, 0, out_q.at(b, h, t), out_q.row);
            multiply(true, false, s.source, s.size, rows, scale, change, s.row(), query.at(b, h, t), query.row, so_far, out_k.at(b, h), out_k.row);
        }
    });
    return {dq, dk, dv};
}

// Heads are read in place where their rows are dense and lie apart by a stride that BLAS takes; anything else is copied first.
Tensor readable(const Tensor& t) {
    return t.stride(3) == 1 && t.stride(2) >= t.size(3) && t.stride(2) <= std::numeric_limits<int>::max() ? t : t.contiguous();
}

struct Fused : torch::autograd::Function<Fused> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& query, const Tensor& key, const Tensor& value, const Optional<Tensor>& bias, double p, double scale, bool keep) {
        const auto q = readable(query), k = readable(key), v = readable(value);
        const uint64_t seed = p > 0 ? Noise::draw_seed() : 0;
        auto weights = keep ? at::empty({q.size(0), q.size(1), q.size(2), shape_of(q, k, v).row()}, q.options()) : Tensor();
        auto result = forward_heads(q, k, v, bias ? *bias : Tensor(), weights, p, seed, static_cast<float>(scale));
        if (keep) {
            context->save_for_backward({q, k, v, weights});
            context->saved_data["p"] = p;
            context->saved_data["seed"] = static_cast<int64_t>(seed);
            context->saved_data["scale"] = scale;
        }
        return result;
    }

    static std::vector<Tensor> backward(torch::autograd::AutogradContext* context, std::vector<Tensor> gradients) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "scaled_dot_product_attention: the gradient cannot be differentiated again (create_graph)");
        auto saved = context->get_saved_variables();
        auto result = backward_heads(saved[0], saved[1], saved[2], saved[3], readable(gradients[0]), context->saved_data["p"].toDouble(),
            static_cast<uint64_t>(context->saved_data["seed"].toInt()), static_cast<float>(context->saved_data["scale"].toDouble()));
        return {result[0], result[1], result[2], Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

} // namespace

Tensor attention(const Tensor& query, const Tensor& key, const Tensor& value, Optional<Tensor> mask, double dropout, bool causal) {
    TORCH_CHECK(query.dim() >= 2 && key.dim() == query.dim() && value.dim() == query.dim(), "scaled_dot_product_attention: query, key and value must have the same number of dimensions, at least 2, but have ", query.dim(), ", ", key.dim(), " and ", value.dim());
    const auto batch_shape = query.sizes().slice(0, query.dim() - 2);
    TORCH_CHECK(key.sizes().slice(0, key.dim() - 2) == batch_shape && value.sizes().slice(0, value.dim() - 2) == batch_shape,
        "scaled_dot_product_attention: query ", query.sizes(), ", key ", key.sizes(), " and value ", value.sizes(), " differ in their batch dimensions");
    TORCH_CHECK(key.size(-1) == query.size(-1) && value.size(-2) == key.size(-2),
        "scaled_dot_product_attention: query ", query.sizes(), ", key ", key.sizes(), " and value ", value.sizes(), " do not fit together");
    Tensor bias;
    if (causal) {
        bias = at::full({query.size(-2), key.size(-2)}, kMinusInfinity, query.options()).triu_(1);
    } else if (mask.has_value()) {
        TORCH_CHECK(mask->scalar_type() == at::kBool || mask->scalar_type() == query.scalar_type(), "scaled_dot_product_attention: attn_mask must be bool or of the query's type ", query.scalar_type(), ", but is ", mask->scalar_type());
        bias = mask->scalar_type() == at::kBool ? at::zeros(mask->sizes(), query.options()).masked_fill_(mask->logical_not(), kMinusInfinity) : *mask;
    }
    const double scale = query.size(-1) == 0 ? 1.0 : 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const bool fits = query.dim() == 4 && query.is_cpu() && query.scalar_type() == at::kFloat && key.scalar_type() == at::kFloat && value.scalar_type() == at::kFloat
        && query.numel() > 0 && value.numel() > 0 && !(bias.defined() && (bias.requires_grad() || bias.size(-1) != key.size(2) || bias.stride(-1) != 1)) && gemm();
    if (!fits) return composed(query, key, value, bias, dropout, scale);
    const bool keep = at::GradMode::is_enabled() && (query.requires_grad() || key.requires_grad() || value.requires_grad());
    return Fused::apply(query, key, value, bias.defined() ? Optional<Tensor>(bias) : Optional<Tensor>(), dropout, scale, keep);
}
