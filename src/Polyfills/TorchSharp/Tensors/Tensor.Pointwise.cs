namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Native.tsp_abs(this);

        public Tensor abs_() => InPlace(Native.tsp_abs_(this));

        public Tensor ceil() => Native.tsp_ceil(this);

        public Tensor ceil_() => InPlace(Native.tsp_ceil_(this));

        public Tensor cos() => Native.tsp_cos(this);

        public Tensor cos_() => InPlace(Native.tsp_cos_(this));

        public Tensor erf() => Native.tsp_erf(this);

        public Tensor erf_() => InPlace(Native.tsp_erf_(this));

        public Tensor exp() => Native.tsp_exp(this);

        public Tensor exp_() => InPlace(Native.tsp_exp_(this));

        public Tensor expm1() => Native.tsp_expm1(this);

        public Tensor expm1_() => InPlace(Native.tsp_expm1_(this));

        public Tensor floor() => Native.tsp_floor(this);

        public Tensor floor_() => InPlace(Native.tsp_floor_(this));

        public Tensor log() => Native.tsp_log(this);

        public Tensor log_() => InPlace(Native.tsp_log_(this));

        public Tensor log1p() => Native.tsp_log1p(this);

        public Tensor log1p_() => InPlace(Native.tsp_log1p_(this));

        public Tensor log2() => Native.tsp_log2(this);

        public Tensor log2_() => InPlace(Native.tsp_log2_(this));

        public Tensor neg() => Native.tsp_neg(this);

        public Tensor neg_() => InPlace(Native.tsp_neg_(this));

        public Tensor reciprocal() => Native.tsp_reciprocal(this);

        public Tensor reciprocal_() => InPlace(Native.tsp_reciprocal_(this));

        public Tensor relu() => Native.tsp_relu(this);

        public Tensor relu_() => InPlace(Native.tsp_relu_(this));

        public Tensor rsqrt() => Native.tsp_rsqrt(this);

        public Tensor rsqrt_() => InPlace(Native.tsp_rsqrt_(this));

        public Tensor sigmoid() => Native.tsp_sigmoid(this);

        public Tensor sigmoid_() => InPlace(Native.tsp_sigmoid_(this));

        public Tensor sign() => Native.tsp_sign(this);

        public Tensor sign_() => InPlace(Native.tsp_sign_(this));

        public Tensor sin() => Native.tsp_sin(this);

        public Tensor sin_() => InPlace(Native.tsp_sin_(this));

        public Tensor sqrt() => Native.tsp_sqrt(this);

        public Tensor sqrt_() => InPlace(Native.tsp_sqrt_(this));

        public Tensor tanh() => Native.tsp_tanh(this);

        public Tensor tanh_() => InPlace(Native.tsp_tanh_(this));

        public Tensor trunc() => Native.tsp_trunc(this);

        public Tensor trunc_() => InPlace(Native.tsp_trunc_(this));

        public Tensor bitwise_not() => Native.tsp_bitwise_not(this);

        public Tensor bitwise_not_() => InPlace(Native.tsp_bitwise_not_(this));

        public Tensor logical_not() => Native.tsp_logical_not(this);

        public Tensor logical_not_() => InPlace(Native.tsp_logical_not_(this));

        public Tensor silu() => Native.tsp_silu(this);

        public Tensor silu_() => InPlace(Native.tsp_silu_(this));

        public Tensor square() => Native.tsp_square(this);

        /// <exception cref="NotSupportedException">Decimals are asked for.</exception>
        public Tensor round(long decimals = 0) => decimals == 0 ? Native.tsp_round(this) : throw new NotSupportedException("The stand-in for TorchSharp rounds to whole numbers only.");

        public Tensor isnan() => Native.tsp_isnan(this);

        public Tensor isinf() => Native.tsp_isinf(this);

        public Tensor isfinite() => Native.tsp_isfinite(this);

        public Tensor log_sigmoid() => Native.tsp_log_sigmoid(this);

        public Tensor gelu() => Native.tsp_gelu(this, false);

        public Tensor gelu(Modules.GELU.Approximate approximate) => Native.tsp_gelu(this, approximate == Modules.GELU.Approximate.tanh);

        public Tensor gelu_() => InPlace(Native.tsp_gelu_(this, false));

        public Tensor gelu_(Modules.GELU.Approximate approximate) => InPlace(Native.tsp_gelu_(this, approximate == Modules.GELU.Approximate.tanh));

        public Tensor leaky_relu(Scalar negative_slope) => Native.tsp_leaky_relu(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => InPlace(Native.tsp_leaky_relu_(this, negative_slope));

        public Tensor softplus(double beta = 1, double threshold = 20) => Native.tsp_softplus(this, beta, threshold);

        public Tensor zero_() => InPlace(Native.tsp_zero_(this));

        public Tensor fill_(Scalar value) => InPlace(Native.tsp_fill_(this, value));
    }
}
