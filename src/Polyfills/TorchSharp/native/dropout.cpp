#include "dropout.h"

#include "every_cpu.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <mutex>

namespace {

#ifdef EVERY_CPU_IS_GCC
#pragma GCC push_options
#pragma GCC optimize("O3")
#endif

// The finalizer of SplitMix64.
ALWAYS_INLINE uint32_t hash(uint64_t seed, uint64_t position) {
    uint64_t z = seed + position * 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return static_cast<uint32_t>(z >> 32);
}

EVERY_CPU void drop_all(const float* in, float* out, int64_t count, uint64_t position, uint64_t seed, uint32_t threshold, float scale) {
    for (int64_t i = 0; i < count; i++) out[i] = in[i] * (hash(seed, position + i) < threshold ? 0.0f : scale);
}

#ifdef EVERY_CPU_IS_GCC
#pragma GCC pop_options
#endif

// The backward pass is the same again, with the same choices, and so has a backward pass itself.
struct Dropout : torch::autograd::Function<Dropout> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& input, double p, int64_t seed) {
        context->saved_data["p"] = p;
        context->saved_data["seed"] = seed;
        const Noise noise(p, static_cast<uint64_t>(seed));
        const auto in = input.contiguous();
        auto out = at::empty(in.sizes(), in.options());
        at::parallel_for(0, in.numel(), 1 << 15, [&](int64_t begin, int64_t end) {
            noise.drop(in.data_ptr<float>() + begin, out.data_ptr<float>() + begin, end - begin, begin);
        });
        return out;
    }

    static std::vector<Tensor> backward(torch::autograd::AutogradContext* context, std::vector<Tensor> gradients) {
        return {apply(gradients[0], context->saved_data["p"].toDouble(), context->saved_data["seed"].toInt()), Tensor(), Tensor()};
    }
};

} // namespace

Noise::Noise(double p, uint64_t seed)
    : seed_(seed), threshold_(static_cast<uint32_t>(std::min(p * 4294967296.0, 4294967295.0))), scale_(p < 1 ? static_cast<float>(1 / (1 - p)) : 0) {}

void Noise::drop(const float* in, float* out, int64_t count, int64_t position) const { drop_all(in, out, count, position, seed_, threshold_, scale_); }

uint64_t Noise::draw_seed() {
    auto generator = at::get_generator_or_default<at::CPUGeneratorImpl>({}, at::detail::getDefaultCPUGenerator());
    std::lock_guard<std::mutex> lock(generator->mutex_);
    return generator->random64();
}

Tensor dropout_of(const Tensor& input, double p) {
    const bool ours = input.is_cpu() && input.scalar_type() == at::kFloat && input.layout() == at::kStrided && p > 0 && p <= 1 && !at::hasMKL();
    return ours ? Dropout::apply(input, p, static_cast<int64_t>(Noise::draw_seed())) : at::dropout(input, p, true);
}
