// What every file of the native half shares: a tensor's handle, and the guards that keep C++ exceptions on this side of the border.
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/api/include/torch/version.h>

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#define TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

#if TORCH_AT_LEAST(2, 5)
#include <optional>
template <class T> using Optional = std::optional<T>;
#else
template <class T> using Optional = c10::optional<T>;
#endif

// A managed tensor holds one of these; it owns one reference to the storage.
using Tensor = at::Tensor;

// A number as the managed side passes it.
struct Number {
    enum Kind : int64_t { None, Bool, Integer, Real, Complex };
    int64_t kind;
    int64_t integer;
    double real;
    double imaginary;

    operator at::Scalar() const {
        switch (kind) {
        case Bool: return at::Scalar(integer != 0);
        case Integer: return at::Scalar(integer);
        case Complex: return at::Scalar(c10::complex<double>(real, imaginary));
        default: return at::Scalar(real);
        }
    }
    Optional<at::Scalar> optional() const { return kind == None ? Optional<at::Scalar>() : Optional<at::Scalar>(at::Scalar(*this)); }
};

void set_last_error(const char* message) noexcept;

template <class F> bool run_guarded(F&& f) noexcept {
    try {
        f();
        return true;
    } catch (const c10::Error& e) {
        set_last_error(e.what_without_backtrace());
    } catch (const std::exception& e) {
        set_last_error(e.what());
    } catch (...) {
        set_last_error("libtorch failed with an exception that is no std::exception.");
    }
    return false;
}

// Null stands for failure.
template <class F> Tensor* guarded_tensor(F&& f) noexcept {
    Tensor* result = nullptr;
    run_guarded([&] { result = new Tensor(f()); });
    return result;
}

// 0 stands for success.
template <class F> int guarded_status(F&& f) noexcept { return run_guarded(f) ? 0 : 1; }

#define TSP_EXPORT extern "C" __attribute__((visibility("default")))

// One line an operation: TENSOR(name, (parameters), expression), or ACTION(name, (parameters), statements) where no tensor is made.
#define TENSOR(name, parameters, ...) TSP_EXPORT Tensor* tsp_##name parameters { return guarded_tensor([&]() -> Tensor { return __VA_ARGS__; }); }
#define ACTION(name, parameters, ...) TSP_EXPORT int tsp_##name parameters { return guarded_status([&] { __VA_ARGS__; }); }

inline at::IntArrayRef ints(const int64_t* values, int length) { return at::IntArrayRef(values, length); }
inline Optional<at::ScalarType> optional_type(int type) { return type < 0 ? Optional<at::ScalarType>() : Optional<at::ScalarType>(static_cast<at::ScalarType>(type)); }
inline Optional<Tensor> optional_tensor(const Tensor* t) { return t ? Optional<Tensor>(*t) : Optional<Tensor>(); }
inline Optional<int64_t> optional_int(const int64_t* value) { return value ? Optional<int64_t>(*value) : Optional<int64_t>(); }
inline Optional<at::Generator> optional_generator(const at::Generator* g) { return g ? Optional<at::Generator>(*g) : Optional<at::Generator>(); }
inline std::vector<Tensor> tensors(Tensor* const* handles, int count) {
    std::vector<Tensor> result;
    result.reserve(count);
    for (int i = 0; i < count; i++) result.push_back(handles[i] ? *handles[i] : Tensor());
    return result;
}

// A list that the managed side copies and then frees with tsp_free_list.
inline Tensor** to_list(const std::vector<Tensor>& tensors) {
    auto list = new Tensor*[tensors.size()];
    for (size_t i = 0; i < tensors.size(); i++) list[i] = tensors[i].defined() ? new Tensor(tensors[i]) : nullptr;
    return list;
}
