// Lifetime, properties and transfer of tensors; threads, generators, devices.
#include "polyfill.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/csrc/api/include/torch/cuda.h>

static thread_local std::string last_error;
void set_last_error(const char* message) noexcept {
    try { last_error = message; } catch (...) { }
}

TSP_EXPORT const char* tsp_last_error() { return last_error.c_str(); }
TSP_EXPORT const char* tsp_version() { return TORCH_VERSION; }
TSP_EXPORT void tsp_free(Tensor* t) { run_guarded([&] { delete t; }); }
TSP_EXPORT void tsp_free_list(Tensor** list) { delete[] list; }

// Properties cannot fail on a live tensor, so most come back as plain values.
TSP_EXPORT int64_t tsp_dim(Tensor* t) { return t->dim(); }
TSP_EXPORT int64_t tsp_numel(Tensor* t) { int64_t n = -1; run_guarded([&] { n = t->numel(); }); return n; }
TSP_EXPORT int64_t tsp_element_size(Tensor* t) { int64_t n = -1; run_guarded([&] { n = t->element_size(); }); return n; }
TSP_EXPORT int tsp_scalar_type(Tensor* t) { return static_cast<int>(t->scalar_type()); }
TSP_EXPORT int tsp_device_type(Tensor* t) { return static_cast<int>(t->device().type()); }
TSP_EXPORT int tsp_device_index(Tensor* t) { return t->device().index(); }
TSP_EXPORT bool tsp_requires_grad(Tensor* t) { return t->requires_grad(); }
TSP_EXPORT bool tsp_is_leaf(Tensor* t) { return t->is_leaf(); }
TSP_EXPORT bool tsp_is_contiguous(Tensor* t) { bool r = false; run_guarded([&] { r = t->is_contiguous(); }); return r; }
ACTION(sizes, (Tensor* t, int64_t* out), auto s = t->sizes(); std::copy(s.begin(), s.end(), out))
ACTION(strides, (Tensor* t, int64_t* out), auto s = t->strides(); std::copy(s.begin(), s.end(), out))
ACTION(storage_offset, (Tensor* t, int64_t* out), *out = t->storage_offset())
ACTION(data_ptr, (Tensor* t, void** out), *out = t->data_ptr())
ACTION(item, (Tensor* t, Number* out), auto s = t->item();
    *out = Number{s.isBoolean() ? Number::Bool : s.isComplex() ? Number::Complex : s.isFloatingPoint() ? Number::Real : Number::Integer,
        s.isBoolean() ? static_cast<int64_t>(s.toBool()) : s.isIntegral(false) ? s.toLong() : 0,
        s.isComplex() ? s.toComplexDouble().real() : s.isFloatingPoint() ? s.toDouble() : 0,
        s.isComplex() ? s.toComplexDouble().imag() : 0})

TENSOR(alias, (Tensor* t), *t)
TENSOR(clone, (Tensor* t), t->clone())
TENSOR(contiguous, (Tensor* t), t->contiguous())
TENSOR(pin_memory, (Tensor* t), t->pin_memory())
TENSOR(to, (Tensor* t, int type, int device_type, int device_index, bool copy, bool non_blocking),
    t->to(at::TensorOptions(at::Device(static_cast<at::DeviceType>(device_type), device_index)).dtype(static_cast<at::ScalarType>(type)), non_blocking, copy))
ACTION(copy_, (Tensor* t, Tensor* source, bool non_blocking), t->copy_(*source, non_blocking))
ACTION(set_, (Tensor* t, Tensor* source), t->set_(*source))
ACTION(equal, (Tensor* a, Tensor* b, bool* out), *out = at::equal(*a, *b))
ACTION(allclose, (Tensor* a, Tensor* b, double rtol, double atol, bool equal_nan, bool* out), *out = at::allclose(*a, *b, rtol, atol, equal_nan))
ACTION(result_type, (Tensor* a, Tensor* b, int* out), *out = static_cast<int>(at::result_type(*a, *b)))

// Threads.
// A thread's number is set when it first asks, once in each library: here too, or the first parallel loop of this library would undo a later set_num_threads.
TSP_EXPORT int tsp_get_num_threads() {
    at::internal::lazy_init_num_threads();
    return at::get_num_threads();
}
TSP_EXPORT int tsp_get_num_interop_threads() { return at::get_num_interop_threads(); }
ACTION(set_num_threads, (int n), at::set_num_threads(n))
ACTION(set_num_interop_threads, (int n), at::set_num_interop_threads(n))

// Generators. Whoever draws from one holds its lock, as libtorch does itself.
static at::Generator* guarded_generator(std::function<at::Generator()> f) noexcept {
    at::Generator* result = nullptr;
    run_guarded([&] { result = new at::Generator(f()); });
    return result;
}
static at::Generator default_generator(int device_type, int device_index) {
    return at::globalContext().defaultGenerator(at::Device(static_cast<at::DeviceType>(device_type), device_index));
}
TSP_EXPORT at::Generator* tsp_generator_new(uint64_t seed, int device_type, int device_index) {
    return guarded_generator([&] {
        auto g = device_type == 0 ? at::make_generator<at::CPUGeneratorImpl>(seed) : default_generator(device_type, device_index).clone();
        g.set_current_seed(seed);
        return g;
    });
}
TSP_EXPORT at::Generator* tsp_generator_default(int device_type, int device_index) { return guarded_generator([&] { return default_generator(device_type, device_index); }); }
TSP_EXPORT void tsp_generator_free(at::Generator* g) { delete g; }
ACTION(generator_manual_seed, (at::Generator* g, uint64_t seed), std::lock_guard<std::mutex> lock(g->mutex()); g->set_current_seed(seed))
ACTION(generator_seed, (at::Generator* g, uint64_t* out), std::lock_guard<std::mutex> lock(g->mutex()); *out = g->seed())
ACTION(generator_initial_seed, (at::Generator* g, uint64_t* out), *out = g->current_seed())
TENSOR(generator_get_state, (at::Generator* g), ([&] { std::lock_guard<std::mutex> lock(g->mutex()); return g->get_state(); })())
ACTION(generator_set_state, (at::Generator* g, Tensor* state), std::lock_guard<std::mutex> lock(g->mutex()); g->set_state(*state))
ACTION(manual_seed, (uint64_t seed), at::manual_seed(seed))

// Devices.
TSP_EXPORT int tsp_cuda_device_count() { int n = 0; run_guarded([&] { n = static_cast<int>(torch::cuda::device_count()); }); return n; }
TSP_EXPORT bool tsp_cudnn_is_available() { bool r = false; run_guarded([&] { r = torch::cuda::cudnn_is_available(); }); return r; }
ACTION(cuda_synchronize, (int device_index), torch::cuda::synchronize(device_index))
ACTION(cuda_manual_seed, (uint64_t seed), torch::cuda::manual_seed(seed))
ACTION(cuda_manual_seed_all, (uint64_t seed), torch::cuda::manual_seed_all(seed))
TSP_EXPORT bool tsp_get_allow_tf32_cublas() { bool r = false; run_guarded([&] { r = at::globalContext().allowTF32CuBLAS(); }); return r; }
ACTION(set_allow_tf32_cublas, (bool on), at::globalContext().setAllowTF32CuBLAS(on))
TSP_EXPORT bool tsp_get_allow_tf32_cudnn() { bool r = false; run_guarded([&] { r = at::globalContext().allowTF32CuDNN(); }); return r; }
ACTION(set_allow_tf32_cudnn, (bool on), at::globalContext().setAllowTF32CuDNN(on))
ACTION(use_deterministic_algorithms, (bool mode, bool warn_only), at::globalContext().setDeterministicAlgorithms(mode, warn_only))
