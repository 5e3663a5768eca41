// Dropout for libtorch before 2.0, whose choices are a hash of a seed and the position: many times as fast as libtorch's where that has no MKL and draws number after number,
// and the backward pass repeats the choices instead of storing them.
#pragma once

#include "polyfill.h"

#if !TORCH_AT_LEAST(2, 0)

struct Noise {
    Noise(double p, uint64_t seed);
    // out[i] = in[i] where the number at `position + i` is kept, scaled by 1 / (1 - p), else 0. `out` may be `in`.
    void drop(const float* in, float* out, int64_t count, int64_t position) const;
    // From the default generator, so manual_seed decides.
    static uint64_t draw_seed();

private:
    uint64_t seed_;
    uint32_t threshold_; // a hash below it drops
    float scale_;
};

// `input` with numbers dropped at the rate `p`, on any device and of any type.
Tensor dropout_of(const Tensor& input, double p);
#endif
