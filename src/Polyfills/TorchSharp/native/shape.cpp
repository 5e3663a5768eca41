// Views, and putting tensors together and apart.
#include "polyfill.h"

TENSOR(view, (Tensor* t, const int64_t* size, int length), t->view(ints(size, length)))
TENSOR(reshape, (Tensor* t, const int64_t* size, int length), t->reshape(ints(size, length)))
TENSOR(expand, (Tensor* t, const int64_t* size, int length, bool implicit), t->expand(ints(size, length), implicit))
TENSOR(permute, (Tensor* t, const int64_t* dims, int length), t->permute(ints(dims, length)))
TENSOR(transpose, (Tensor* t, int64_t a, int64_t b), t->transpose(a, b))
TENSOR(t, (Tensor* t), t->t())
TENSOR(unsqueeze, (Tensor* t, int64_t dim), t->unsqueeze(dim))
TENSOR(squeeze, (Tensor* t), t->squeeze())
TENSOR(squeeze_dim, (Tensor* t, int64_t dim), t->squeeze(dim))
TENSOR(flatten, (Tensor* t, int64_t start, int64_t end), at::flatten(*t, start, end))
TENSOR(unflatten, (Tensor* t, int64_t dim, const int64_t* size, int length), t->unflatten(dim, ints(size, length)))
TENSOR(narrow, (Tensor* t, int64_t dim, int64_t start, int64_t length), at::narrow(*t, dim, start, length))
TENSOR(select, (Tensor* t, int64_t dim, int64_t index), at::select(*t, dim, index))
TENSOR(slice, (Tensor* t, int64_t dim, int64_t start, int64_t finish, int64_t step), at::slice(*t, dim, start, finish, step))
TENSOR(as_strided, (Tensor* t, const int64_t* size, const int64_t* strides, int length, int64_t offset), at::as_strided(*t, ints(size, length), ints(strides, length), offset))
TENSOR(flip, (Tensor* t, const int64_t* dims, int length), at::flip(*t, ints(dims, length)))
TENSOR(roll, (Tensor* t, const int64_t* shifts, int shift_count, const int64_t* dims, int dim_count), at::roll(*t, ints(shifts, shift_count), ints(dims, dim_count)))
TENSOR(repeat, (Tensor* t, const int64_t* repeats, int length), t->repeat(ints(repeats, length)))
TENSOR(repeat_interleave, (Tensor* t, int64_t repeats, const int64_t* dim, const int64_t* output_size), at::repeat_interleave(*t, repeats, optional_int(dim), optional_int(output_size)))
TENSOR(repeat_interleave_tensor, (Tensor* t, Tensor* repeats, const int64_t* dim, const int64_t* output_size), at::repeat_interleave(*t, *repeats, optional_int(dim), optional_int(output_size)))
TENSOR(tril, (Tensor* t, int64_t diagonal), at::tril(*t, diagonal))
TENSOR(triu, (Tensor* t, int64_t diagonal), at::triu(*t, diagonal))
TENSOR(diagonal, (Tensor* t, int64_t offset, int64_t dim1, int64_t dim2), at::diagonal(*t, offset, dim1, dim2))
TENSOR(movedim, (Tensor* t, const int64_t* from, int from_count, const int64_t* to, int to_count), at::movedim(*t, ints(from, from_count), ints(to, to_count)))
TENSOR(unfold, (Tensor* t, int64_t dim, int64_t size, int64_t step), t->unfold(dim, size, step))
TENSOR(pad, (Tensor* t, const int64_t* pad, int length, const char* mode, double value), at::pad(*t, ints(pad, length), mode, value))

TENSOR(cat, (Tensor* const* parts, int count, int64_t dim), at::cat(tensors(parts, count), dim))
TENSOR(stack, (Tensor* const* parts, int count, int64_t dim), at::stack(tensors(parts, count), dim))
static void list(const std::vector<Tensor>& parts, Tensor*** out, int* count) {
    *out = to_list(parts);
    *count = static_cast<int>(parts.size());
}
ACTION(chunk, (Tensor* t, int64_t chunks, int64_t dim, Tensor*** out, int* count), list(at::chunk(*t, chunks, dim), out, count))
ACTION(split, (Tensor* t, int64_t size, int64_t dim, Tensor*** out, int* count), list(at::split(*t, size, dim), out, count))
ACTION(split_sizes, (Tensor* t, const int64_t* sizes, int length, int64_t dim, Tensor*** out, int* count), list(at::split_with_sizes(*t, ints(sizes, length), dim), out, count))
ACTION(unbind, (Tensor* t, int64_t dim, Tensor*** out, int* count), list(at::unbind(*t, dim), out, count))
