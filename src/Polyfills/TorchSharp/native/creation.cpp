// New tensors: constant, random, and from memory.
#include "polyfill.h"

static at::TensorOptions options(int type, int device_type, int device_index) {
    return at::TensorOptions().dtype(static_cast<at::ScalarType>(type)).device(at::Device(static_cast<at::DeviceType>(device_type), device_index));
}
#define OPTIONS int type, int device_type, int device_index, bool requires_grad
#define CREATION(name, parameters, ...) TENSOR(name, parameters, (__VA_ARGS__).set_requires_grad(requires_grad))

CREATION(zeros, (const int64_t* size, int length, OPTIONS), at::zeros(ints(size, length), options(type, device_type, device_index)))
CREATION(ones, (const int64_t* size, int length, OPTIONS), at::ones(ints(size, length), options(type, device_type, device_index)))
CREATION(empty, (const int64_t* size, int length, OPTIONS), at::empty(ints(size, length), options(type, device_type, device_index)))
CREATION(full, (const int64_t* size, int length, Number value, OPTIONS), at::full(ints(size, length), value, options(type, device_type, device_index)))
CREATION(eye, (int64_t rows, int64_t columns, OPTIONS), at::eye(rows, columns, options(type, device_type, device_index)))
CREATION(arange, (Number start, Number stop, Number step, OPTIONS), at::arange(start, stop, step, options(type, device_type, device_index)))
CREATION(linspace, (double start, double end, int64_t steps, OPTIONS), at::linspace(start, end, steps, options(type, device_type, device_index)))
CREATION(rand, (const int64_t* size, int length, at::Generator* generator, OPTIONS), at::rand(ints(size, length), optional_generator(generator), options(type, device_type, device_index)))
CREATION(randn, (const int64_t* size, int length, at::Generator* generator, OPTIONS), at::randn(ints(size, length), optional_generator(generator), options(type, device_type, device_index)))
CREATION(randint, (int64_t low, int64_t high, const int64_t* size, int length, at::Generator* generator, OPTIONS), at::randint(low, high, ints(size, length), optional_generator(generator), options(type, device_type, device_index)))
CREATION(randperm, (int64_t n, at::Generator* generator, OPTIONS), at::randperm(n, optional_generator(generator), options(type, device_type, device_index)))
TENSOR(multinomial, (Tensor* t, int64_t samples, bool replacement, at::Generator* generator), at::multinomial(*t, samples, replacement, optional_generator(generator)))
TENSOR(bernoulli, (Tensor* t, at::Generator* generator), at::bernoulli(*t, optional_generator(generator)))

// Copies `bytes` of the caller's memory, which holds elements of `type`, into a new CPU tensor.
TENSOR(from_memory, (const void* data, int64_t bytes, const int64_t* size, int length, int type), ([&] {
    auto t = at::empty(ints(size, length), options(type, 0, -1));
    TORCH_CHECK(static_cast<int64_t>(t.nbytes()) == bytes, "A tensor of this shape holds ", t.nbytes(), " bytes, but ", bytes, " were given.");
    if (bytes > 0) std::memcpy(t.data_ptr(), data, bytes);
    return t;
})())

// Shares the caller's memory until the last reference to it is gone, and then calls `release` with `context`.
TENSOR(from_shared_memory, (void* data, const int64_t* size, int length, int type, void (*release)(void*), void* context),
    at::from_blob(data, ints(size, length), [release, context](void*) { release(context); }, options(type, 0, -1)))

ACTION(normal_, (Tensor* t, double mean, double std, at::Generator* generator), t->normal_(mean, std, optional_generator(generator)))
ACTION(uniform_, (Tensor* t, double from, double to, at::Generator* generator), t->uniform_(from, to, optional_generator(generator)))
ACTION(bernoulli_, (Tensor* t, double p, at::Generator* generator), t->bernoulli_(p, optional_generator(generator)))
ACTION(random_, (Tensor* t, int64_t from, int64_t to, at::Generator* generator), t->random_(from, to, optional_generator(generator)))
ACTION(exponential_, (Tensor* t, double lambda, at::Generator* generator), t->exponential_(lambda, optional_generator(generator)))
