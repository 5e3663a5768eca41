namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Native.tsp_eq(this, target);

        public Tensor eq(Scalar target) => Native.tsp_eq_scalar(this, target);

        public Tensor eq_(Tensor target) => InPlace(Native.tsp_eq_(this, target));

        public Tensor eq_(Scalar target) => InPlace(Native.tsp_eq_scalar_(this, target));

        public Tensor ne(Tensor target) => Native.tsp_ne(this, target);

        public Tensor ne(Scalar target) => Native.tsp_ne_scalar(this, target);

        public Tensor ne_(Tensor target) => InPlace(Native.tsp_ne_(this, target));

        public Tensor ne_(Scalar target) => InPlace(Native.tsp_ne_scalar_(this, target));

        public Tensor lt(Tensor target) => Native.tsp_lt(this, target);

        public Tensor lt(Scalar target) => Native.tsp_lt_scalar(this, target);

        public Tensor lt_(Tensor target) => InPlace(Native.tsp_lt_(this, target));

        public Tensor lt_(Scalar target) => InPlace(Native.tsp_lt_scalar_(this, target));

        public Tensor le(Tensor target) => Native.tsp_le(this, target);

        public Tensor le(Scalar target) => Native.tsp_le_scalar(this, target);

        public Tensor le_(Tensor target) => InPlace(Native.tsp_le_(this, target));

        public Tensor le_(Scalar target) => InPlace(Native.tsp_le_scalar_(this, target));

        public Tensor gt(Tensor target) => Native.tsp_gt(this, target);

        public Tensor gt(Scalar target) => Native.tsp_gt_scalar(this, target);

        public Tensor gt_(Tensor target) => InPlace(Native.tsp_gt_(this, target));

        public Tensor gt_(Scalar target) => InPlace(Native.tsp_gt_scalar_(this, target));

        public Tensor ge(Tensor target) => Native.tsp_ge(this, target);

        public Tensor ge(Scalar target) => Native.tsp_ge_scalar(this, target);

        public Tensor ge_(Tensor target) => InPlace(Native.tsp_ge_(this, target));

        public Tensor ge_(Scalar target) => InPlace(Native.tsp_ge_scalar_(this, target));

        public Tensor bitwise_and(Tensor other) => Native.tsp_bitwise_and(this, other);

        public Tensor bitwise_and_(Tensor other) => InPlace(Native.tsp_bitwise_and_(this, other));

        public Tensor bitwise_or(Tensor other) => Native.tsp_bitwise_or(this, other);

        public Tensor bitwise_or_(Tensor other) => InPlace(Native.tsp_bitwise_or_(this, other));

        public Tensor bitwise_xor(Tensor other) => Native.tsp_bitwise_xor(this, other);

        public Tensor bitwise_xor_(Tensor other) => InPlace(Native.tsp_bitwise_xor_(this, other));

        public Tensor logical_and(Tensor other) => Native.tsp_logical_and(this, other);

        public Tensor logical_and_(Tensor other) => InPlace(Native.tsp_logical_and_(this, other));

        public Tensor logical_or(Tensor other) => Native.tsp_logical_or(this, other);

        public Tensor logical_or_(Tensor other) => InPlace(Native.tsp_logical_or_(this, other));

        public Tensor logical_xor(Tensor other) => Native.tsp_logical_xor(this, other);

        public Tensor logical_xor_(Tensor other) => InPlace(Native.tsp_logical_xor_(this, other));

        public Tensor maximum(Tensor other) => Native.tsp_maximum(this, other);

        public Tensor minimum(Tensor other) => Native.tsp_minimum(this, other);

        public Tensor logaddexp(Tensor other) => Native.tsp_logaddexp(this, other);

        public Tensor where(Tensor condition, Tensor y) => Native.tsp_where(condition, this, y);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Native.tsp_isclose(this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Native.Check(Native.tsp_allclose(this, target, rtol, atol, equal_nan, out var close));
            return close;
        }
    }
}
