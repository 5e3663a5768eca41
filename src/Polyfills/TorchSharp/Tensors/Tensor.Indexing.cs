namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor gather(long dim, Tensor index) => Native.tsp_gather(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Native.tsp_scatter(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(Native.tsp_scatter_(this, dim, index, src));

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Native.tsp_scatter_add(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(Native.tsp_scatter_add_(this, dim, index, src));

        public Tensor index_select(long dim, Tensor index) => Native.tsp_index_select(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Native.tsp_index_add(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => InPlace(Native.tsp_index_add_(this, dim, index, source, alpha));

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace(Native.tsp_index_copy_(this, dim, index, source));

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => InPlace(Native.tsp_index_fill_(this, dim, index, value));

        public Tensor masked_fill(Tensor mask, Scalar value) => Native.tsp_masked_fill(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(Native.tsp_masked_fill_(this, mask, value));

        public Tensor masked_select(Tensor mask) => Native.tsp_masked_select(this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => Native.tsp_masked_scatter(this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace(Native.tsp_masked_scatter_(this, mask, value));

        public Tensor nonzero() => Native.tsp_nonzero(this);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) => Native.tsp_isin(this, test_elements, assumeUnique, invert);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Native.tsp_bucketize(this, boundaries, outInt32, right);

        public Tensor take_along_dim(Tensor indices, long dim) => Native.tsp_take_along_dim(this, indices, dim);

        public Tensor index(params TensorIndex[] indices)
        {
            var result = Native.tsp_index(this, ToNative(indices), indices.Length);
            GC.KeepAlive(indices);
            return result;
        }

        public Tensor index(params Tensor[] indices) => index(ByTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            Native.Check(Native.tsp_index_put_(this, ToNative(indices), indices.Length, value, accumulate));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, ByTensors(indices), false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => index_put_(value, ByTensors(indices), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            Native.Check(Native.tsp_index_put_scalar_(this, ToNative(indices), indices.Length, value));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, ByTensors(indices));

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices, false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices, false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(ByNumbers(indices));
            set => index_put_(value, ByNumbers(indices), false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index(ByNumbers(i1));
            set => index_put_(value, ByNumbers(i1), false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(ByNumbers(i1, i2));
            set => index_put_(value, ByNumbers(i1, i2), false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(ByNumbers(i1, i2, i3));
            set => index_put_(value, ByNumbers(i1, i2, i3), false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(ByNumbers(i1, i2, i3, i4));
            set => index_put_(value, ByNumbers(i1, i2, i3, i4), false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index(ByNumbers(i1, i2, i3, i4, i5));
            set => index_put_(value, ByNumbers(i1, i2, i3, i4, i5), false);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index(ByNumbers(i1, i2, i3, i4, i5, i6));
            set => index_put_(value, ByNumbers(i1, i2, i3, i4, i5, i6), false);
        }

        private static NativeIndex[] ToNative(TensorIndex[] indices) => Array.ConvertAll(indices, i => i.ToNative());

        private static TensorIndex[] ByTensors(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private static TensorIndex[] ByNumbers(params long[] indices) => Array.ConvertAll(indices, i => TensorIndex.Single(i));
    }
}
