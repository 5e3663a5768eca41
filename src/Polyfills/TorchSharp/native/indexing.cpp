// Reading and writing at indices and masks.
#include "polyfill.h"

#include <ATen/TensorIndexing.h>

TENSOR(gather, (Tensor* t, int64_t dim, Tensor* index), at::gather(*t, dim, *index))
TENSOR(scatter, (Tensor* t, int64_t dim, Tensor* index, Tensor* source), at::scatter(*t, dim, *index, *source))
ACTION(scatter_, (Tensor* t, int64_t dim, Tensor* index, Tensor* source), t->scatter_(dim, *index, *source))
TENSOR(scatter_add, (Tensor* t, int64_t dim, Tensor* index, Tensor* source), at::scatter_add(*t, dim, *index, *source))
ACTION(scatter_add_, (Tensor* t, int64_t dim, Tensor* index, Tensor* source), t->scatter_add_(dim, *index, *source))
TENSOR(index_select, (Tensor* t, int64_t dim, Tensor* index), at::index_select(*t, dim, *index))
TENSOR(index_add, (Tensor* t, int64_t dim, Tensor* index, Tensor* source, Number alpha), at::index_add(*t, dim, *index, *source, alpha))
ACTION(index_add_, (Tensor* t, int64_t dim, Tensor* index, Tensor* source, Number alpha), t->index_add_(dim, *index, *source, alpha))
ACTION(index_copy_, (Tensor* t, int64_t dim, Tensor* index, Tensor* source), t->index_copy_(dim, *index, *source))
ACTION(index_fill_, (Tensor* t, int64_t dim, Tensor* index, Number value), t->index_fill_(dim, *index, at::Scalar(value)))
TENSOR(masked_fill, (Tensor* t, Tensor* mask, Number value), at::masked_fill(*t, *mask, at::Scalar(value)))
ACTION(masked_fill_, (Tensor* t, Tensor* mask, Number value), t->masked_fill_(*mask, at::Scalar(value)))
TENSOR(masked_select, (Tensor* t, Tensor* mask), at::masked_select(*t, *mask))
TENSOR(masked_scatter, (Tensor* t, Tensor* mask, Tensor* source), at::masked_scatter(*t, *mask, *source))
ACTION(masked_scatter_, (Tensor* t, Tensor* mask, Tensor* source), t->masked_scatter_(*mask, *source))
TENSOR(nonzero, (Tensor* t), at::nonzero(*t))
TENSOR(isin, (Tensor* t, Tensor* elements, bool assume_unique, bool invert), at::isin(*t, *elements, assume_unique, invert))
TENSOR(bucketize, (Tensor* t, Tensor* boundaries, bool int32, bool right), at::bucketize(*t, *boundaries, int32, right))
TENSOR(take_along_dim, (Tensor* t, Tensor* indices, int64_t dim), at::take_along_dim(*t, *indices, dim))

// One index as the managed side passes it; a slice's ends at INT64_MIN are left out.
struct Index {
    enum Kind : int64_t { None, Ellipsis, Single, Bool, Slice, ByTensor };
    int64_t kind, start, stop, step;
    Tensor* tensor;
};

#if TORCH_AT_LEAST(2, 0)
using SliceEnd = c10::SymInt;
#else
using SliceEnd = int64_t;
#endif
static Optional<SliceEnd> end(int64_t value) { return value == INT64_MIN ? Optional<SliceEnd>() : Optional<SliceEnd>(SliceEnd(value)); }
static std::vector<at::indexing::TensorIndex> indices(const Index* from, int count) {
    using namespace at::indexing;
    std::vector<TensorIndex> result;
    result.reserve(count);
    for (int i = 0; i < count; i++)
        switch (from[i].kind) {
        case Index::None: result.emplace_back(at::indexing::None); break;
        case Index::Ellipsis: result.emplace_back(at::indexing::Ellipsis); break;
        case Index::Single: result.emplace_back(from[i].start); break;
        case Index::Bool: result.emplace_back(from[i].start != 0); break;
        case Index::Slice: result.emplace_back(Slice(end(from[i].start), end(from[i].stop), end(from[i].step))); break;
        default: result.emplace_back(*from[i].tensor); break;
        }
    return result;
}
// Accumulation is libtorch's for tensors of indices only, so the rest of the indices are resolved into a view first, as TorchSharp asks of its caller.
static void put(Tensor& t, const Index* from, int count, const Tensor& value, bool accumulate) {
    if (!accumulate) {
        t.index_put_(indices(from, count), value);
        return;
    }
    c10::List<Optional<Tensor>> list;
    for (int i = 0; i < count; i++) {
        TORCH_CHECK(from[i].kind == Index::ByTensor || (from[i].kind == Index::Slice && from[i].start == INT64_MIN && from[i].stop == INT64_MIN),
            "index_put_ with accumulate takes tensors and whole dimensions as indices only");
        list.push_back(from[i].kind == Index::ByTensor ? Optional<Tensor>(*from[i].tensor) : Optional<Tensor>());
    }
    t.index_put_(list, value, true);
}
TENSOR(index, (Tensor* t, const Index* from, int count), t->index(indices(from, count)))
ACTION(index_put_, (Tensor* t, const Index* from, int count, Tensor* value, bool accumulate), put(*t, from, count, *value, accumulate))
ACTION(index_put_scalar_, (Tensor* t, const Index* from, int count, Number value), t->index_put_(indices(from, count), at::Scalar(value)))
