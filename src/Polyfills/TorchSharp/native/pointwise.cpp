// Element by element: arithmetic, comparison, activation.
#include "polyfill.h"

#define UNARY(name) TENSOR(name, (Tensor* t), at::name(*t))
#define UNARY_BOTH(name) UNARY(name) ACTION(name##_, (Tensor* t), t->name##_())
#define BINARY(name) TENSOR(name, (Tensor* a, Tensor* b), at::name(*a, *b))
#define BINARY_BOTH(name) BINARY(name) ACTION(name##_, (Tensor* a, Tensor* b), a->name##_(*b))
#define SCALAR_TOO(name) BINARY_BOTH(name) TENSOR(name##_scalar, (Tensor* a, Number b), at::name(*a, at::Scalar(b))) ACTION(name##_scalar_, (Tensor* a, Number b), a->name##_(at::Scalar(b)))

UNARY_BOTH(abs) UNARY_BOTH(ceil) UNARY_BOTH(cos) UNARY_BOTH(erf) UNARY_BOTH(exp) UNARY_BOTH(expm1) UNARY_BOTH(floor) UNARY_BOTH(log) UNARY_BOTH(log1p) UNARY_BOTH(log2)
UNARY_BOTH(neg) UNARY_BOTH(reciprocal) UNARY_BOTH(relu) UNARY_BOTH(round) UNARY_BOTH(rsqrt) UNARY_BOTH(sigmoid) UNARY_BOTH(sign) UNARY_BOTH(sin) UNARY_BOTH(sqrt) UNARY_BOTH(square)
UNARY_BOTH(tanh) UNARY_BOTH(trunc) UNARY_BOTH(erfinv) UNARY_BOTH(bitwise_not) UNARY_BOTH(logical_not) UNARY(silu)
ACTION(silu_, (Tensor* t), at::silu_(*t))
UNARY(isnan) UNARY(isinf) UNARY(isfinite) UNARY(log_sigmoid)
ACTION(zero_, (Tensor* t), t->zero_())
ACTION(fill_, (Tensor* t, Number value), t->fill_(at::Scalar(value)))

SCALAR_TOO(mul) SCALAR_TOO(remainder) SCALAR_TOO(eq) SCALAR_TOO(ne) SCALAR_TOO(lt) SCALAR_TOO(le) SCALAR_TOO(gt) SCALAR_TOO(ge) SCALAR_TOO(pow) SCALAR_TOO(floor_divide)
BINARY_BOTH(bitwise_and) BINARY_BOTH(bitwise_or) BINARY_BOTH(bitwise_xor) BINARY_BOTH(logical_and) BINARY_BOTH(logical_or) BINARY_BOTH(logical_xor)
BINARY(maximum) BINARY(minimum) BINARY(logaddexp)

TENSOR(add, (Tensor* a, Tensor* b, Number alpha), at::add(*a, *b, at::Scalar(alpha)))
TENSOR(add_scalar, (Tensor* a, Number b, Number alpha), at::add(*a, at::Scalar(b), at::Scalar(alpha)))
ACTION(add_, (Tensor* a, Tensor* b, Number alpha), a->add_(*b, at::Scalar(alpha)))
ACTION(add_scalar_, (Tensor* a, Number b, Number alpha), a->add_(at::Scalar(b), at::Scalar(alpha)))
TENSOR(sub, (Tensor* a, Tensor* b), at::sub(*a, *b))
TENSOR(sub_scalar, (Tensor* a, Number b), at::sub(*a, at::Scalar(b)))
TENSOR(rsub_scalar, (Tensor* a, Number b), at::rsub(*a, at::Scalar(b)))
ACTION(sub_, (Tensor* a, Tensor* b), a->sub_(*b))
ACTION(sub_scalar_, (Tensor* a, Number b), a->sub_(at::Scalar(b)))

#if TORCH_AT_LEAST(2, 7)
using Rounding = Optional<std::string_view>;
#else
using Rounding = Optional<c10::string_view>;
#endif
static Rounding rounding(int mode) { return mode == 1 ? Rounding("trunc") : mode == 2 ? Rounding("floor") : Rounding(); }
TENSOR(div, (Tensor* a, Tensor* b, int mode), at::div(*a, *b, rounding(mode)))
TENSOR(div_scalar, (Tensor* a, Number b, int mode), at::div(*a, at::Scalar(b), rounding(mode)))
ACTION(div_, (Tensor* a, Tensor* b, int mode), a->div_(*b, rounding(mode)))
ACTION(div_scalar_, (Tensor* a, Number b, int mode), a->div_(at::Scalar(b), rounding(mode)))

TENSOR(addcmul, (Tensor* t, Tensor* a, Tensor* b, Number value), at::addcmul(*t, *a, *b, value))
ACTION(addcmul_, (Tensor* t, Tensor* a, Tensor* b, Number value), t->addcmul_(*a, *b, value))
TENSOR(addcdiv, (Tensor* t, Tensor* a, Tensor* b, Number value), at::addcdiv(*t, *a, *b, value))
ACTION(addcdiv_, (Tensor* t, Tensor* a, Tensor* b, Number value), t->addcdiv_(*a, *b, value))
TENSOR(lerp, (Tensor* t, Tensor* end, Tensor* weight), at::lerp(*t, *end, *weight))
ACTION(lerp_, (Tensor* t, Tensor* end, Tensor* weight), t->lerp_(*end, *weight))
TENSOR(clamp, (Tensor* t, Number min, Number max), at::clamp(*t, min.optional(), max.optional()))
ACTION(clamp_, (Tensor* t, Number min, Number max), t->clamp_(min.optional(), max.optional()))
TENSOR(clamp_tensor, (Tensor* t, Tensor* min, Tensor* max), at::clamp(*t, optional_tensor(min), optional_tensor(max)))
ACTION(clamp_tensor_, (Tensor* t, Tensor* min, Tensor* max), t->clamp_(optional_tensor(min), optional_tensor(max)))
TENSOR(gelu, (Tensor* t, bool tanh), at::gelu(*t, tanh ? "tanh" : "none"))
ACTION(gelu_, (Tensor* t, bool tanh), at::gelu_(*t, tanh ? "tanh" : "none"))
TENSOR(leaky_relu, (Tensor* t, Number slope), at::leaky_relu(*t, slope))
ACTION(leaky_relu_, (Tensor* t, Number slope), at::leaky_relu_(*t, slope))
TENSOR(softplus, (Tensor* t, double beta, double threshold), at::softplus(*t, beta, threshold))
TENSOR(nan_to_num, (Tensor* t, double nan), at::nan_to_num(*t, nan))
TENSOR(isclose, (Tensor* a, Tensor* b, double rtol, double atol, bool equal_nan), at::isclose(*a, *b, rtol, atol, equal_nan))
TENSOR(where, (Tensor* condition, Tensor* a, Tensor* b), at::where(*condition, *a, *b))
