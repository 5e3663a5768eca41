namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private Tensor InPlace(int status)
        {
            Native.Check(status);
            return this;
        }

        public Tensor add(Tensor target) => Native.tsp_add(this, target, 1);

        public Tensor add(Tensor target, Scalar alpha) => Native.tsp_add(this, target, alpha);

        public Tensor add(Scalar scalar) => Native.tsp_add_scalar(this, scalar, 1);

        public Tensor add(Scalar scalar, Scalar alpha) => Native.tsp_add_scalar(this, scalar, alpha);

        public Tensor add_(Tensor target) => InPlace(Native.tsp_add_(this, target, 1));

        public Tensor add_(Tensor target, Scalar alpha) => InPlace(Native.tsp_add_(this, target, alpha));

        public Tensor add_(Scalar scalar) => InPlace(Native.tsp_add_scalar_(this, scalar, 1));

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(Native.tsp_add_scalar_(this, scalar, alpha));

        public Tensor sub(Tensor target) => Native.tsp_sub(this, target);

        public Tensor sub_(Tensor target) => InPlace(Native.tsp_sub_(this, target));

        public Tensor mul(Tensor target) => Native.tsp_mul(this, target);

        public Tensor mul_(Tensor target) => InPlace(Native.tsp_mul_(this, target));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Native.tsp_div(this, target, (int)rounding_mode);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => InPlace(Native.tsp_div_(this, target, (int)rounding_mode));

        public Tensor floor_divide(Tensor other) => Native.tsp_floor_divide(this, other);

        public Tensor floor_divide_(Tensor other) => InPlace(Native.tsp_floor_divide_(this, other));

        public Tensor remainder(Tensor target) => Native.tsp_remainder(this, target);

        public Tensor remainder_(Tensor target) => InPlace(Native.tsp_remainder_(this, target));

        public Tensor pow(Tensor exponent) => Native.tsp_pow(this, exponent);

        public Tensor pow_(Tensor exponent) => InPlace(Native.tsp_pow_(this, exponent));

        public Tensor sub(Scalar target) => Native.tsp_sub_scalar(this, target);

        public Tensor sub_(Scalar target) => InPlace(Native.tsp_sub_scalar_(this, target));

        public Tensor mul(Scalar target) => Native.tsp_mul_scalar(this, target);

        public Tensor mul_(Scalar target) => InPlace(Native.tsp_mul_scalar_(this, target));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Native.tsp_div_scalar(this, target, (int)rounding_mode);

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => InPlace(Native.tsp_div_scalar_(this, target, (int)rounding_mode));

        public Tensor floor_divide(Scalar other) => Native.tsp_floor_divide_scalar(this, other);

        public Tensor floor_divide_(Scalar other) => InPlace(Native.tsp_floor_divide_scalar_(this, other));

        public Tensor remainder(Scalar scalar) => Native.tsp_remainder_scalar(this, scalar);

        public Tensor remainder_(Scalar scalar) => InPlace(Native.tsp_remainder_scalar_(this, scalar));

        public Tensor pow(Scalar exponent) => Native.tsp_pow_scalar(this, exponent);

        public Tensor pow_(Scalar exponent) => InPlace(Native.tsp_pow_scalar_(this, exponent));

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Native.tsp_addcmul(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Native.tsp_addcmul_(this, tensor1, tensor2, value));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Native.tsp_addcdiv(this, tensor1, tensor2, 1);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Native.tsp_addcdiv(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => InPlace(Native.tsp_addcdiv_(this, tensor1, tensor2, 1));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Native.tsp_addcdiv_(this, tensor1, tensor2, value));

        public Tensor lerp(Tensor end, Tensor weight) => Native.tsp_lerp(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(Native.tsp_lerp_(this, end, weight));

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Native.tsp_clamp(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Native.tsp_clamp_tensor(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(Native.tsp_clamp_(this, min, max));

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace(Native.tsp_clamp_tensor_(this, min, max));

        public Tensor clamp_min(Scalar min) => Native.tsp_clamp(this, min, null);

        public Tensor clamp_max(Scalar max) => Native.tsp_clamp(this, null, max);

        public Tensor clamp_min_(Scalar min) => InPlace(Native.tsp_clamp_(this, min, null));

        public Tensor clamp_max_(Scalar max) => InPlace(Native.tsp_clamp_(this, null, max));
    }
}
