// Along dimensions: sums, extremes, order, softmax; and products of matrices.
#include "polyfill.h"

static void two(std::tuple<Tensor, Tensor> pair, Tensor** first, Tensor** second) {
    *first = new Tensor(std::get<0>(pair));
    *second = new Tensor(std::get<1>(pair));
}

TENSOR(sum, (Tensor* t, int type), at::sum(*t, optional_type(type)))
TENSOR(sum_dims, (Tensor* t, const int64_t* dims, int length, bool keepdim, int type), at::sum(*t, ints(dims, length), keepdim, optional_type(type)))
TENSOR(mean, (Tensor* t), at::mean(*t))
TENSOR(mean_dims, (Tensor* t, const int64_t* dims, int length, bool keepdim, int type), at::mean(*t, ints(dims, length), keepdim, optional_type(type)))
TENSOR(std, (Tensor* t, bool unbiased), at::std(*t, unbiased))
TENSOR(std_dims, (Tensor* t, const int64_t* dims, int length, bool unbiased, bool keepdim), at::std(*t, ints(dims, length), unbiased, keepdim))
TENSOR(var, (Tensor* t, bool unbiased), at::var(*t, unbiased))
TENSOR(var_dims, (Tensor* t, const int64_t* dims, int length, bool unbiased, bool keepdim), at::var(*t, ints(dims, length), unbiased, keepdim))
TENSOR(prod, (Tensor* t, int type), at::prod(*t, optional_type(type)))
TENSOR(prod_dim, (Tensor* t, int64_t dim, bool keepdim, int type), at::prod(*t, dim, keepdim, optional_type(type)))
TENSOR(norm, (Tensor* t, float p), at::norm(*t, p))
TENSOR(norm_dim, (Tensor* t, int64_t dim, bool keepdim, float p), at::norm(*t, Optional<at::Scalar>(p), at::IntArrayRef(dim), keepdim))
TENSOR(all, (Tensor* t), at::all(*t))
TENSOR(all_dim, (Tensor* t, int64_t dim, bool keepdim), at::all(*t, dim, keepdim))
TENSOR(any, (Tensor* t), at::any(*t))
TENSOR(any_dim, (Tensor* t, int64_t dim, bool keepdim), at::any(*t, dim, keepdim))
TENSOR(max, (Tensor* t), at::max(*t))
TENSOR(min, (Tensor* t), at::min(*t))
ACTION(max_dim, (Tensor* t, int64_t dim, bool keepdim, Tensor** values, Tensor** indices), two(at::max(*t, dim, keepdim), values, indices))
ACTION(min_dim, (Tensor* t, int64_t dim, bool keepdim, Tensor** values, Tensor** indices), two(at::min(*t, dim, keepdim), values, indices))
TENSOR(amax, (Tensor* t, const int64_t* dims, int length, bool keepdim), at::amax(*t, ints(dims, length), keepdim))
TENSOR(amin, (Tensor* t, const int64_t* dims, int length, bool keepdim), at::amin(*t, ints(dims, length), keepdim))
TENSOR(argmax, (Tensor* t), at::argmax(*t))
TENSOR(argmax_dim, (Tensor* t, int64_t dim, bool keepdim), at::argmax(*t, dim, keepdim))
TENSOR(argmin, (Tensor* t), at::argmin(*t))
TENSOR(argmin_dim, (Tensor* t, int64_t dim, bool keepdim), at::argmin(*t, dim, keepdim))
TENSOR(argsort, (Tensor* t, int64_t dim, bool descending), at::argsort(*t, dim, descending))
ACTION(sort, (Tensor* t, int64_t dim, bool descending, bool stable, Tensor** values, Tensor** indices), two(at::sort(*t, Optional<bool>(stable), dim, descending), values, indices))
ACTION(topk, (Tensor* t, int64_t k, int64_t dim, bool largest, bool sorted, Tensor** values, Tensor** indices), two(at::topk(*t, k, dim, largest, sorted), values, indices))
TENSOR(cumsum, (Tensor* t, int64_t dim, int type), at::cumsum(*t, dim, optional_type(type)))
TENSOR(logsumexp, (Tensor* t, int64_t dim, bool keepdim), at::logsumexp(*t, at::IntArrayRef(dim), keepdim))
TENSOR(softmax, (Tensor* t, int64_t dim, int type), at::softmax(*t, dim, optional_type(type)))
TENSOR(log_softmax, (Tensor* t, int64_t dim, int type), at::log_softmax(*t, dim, optional_type(type)))
TENSOR(bincount, (Tensor* t, Tensor* weights, int64_t minlength), at::bincount(*t, optional_tensor(weights), minlength))
TENSOR(cosine_similarity, (Tensor* a, Tensor* b, int64_t dim, double eps), at::cosine_similarity(*a, *b, dim, eps))
ACTION(unique, (Tensor* t, bool sorted, bool inverse, bool counts, Tensor** values, Tensor** inverses, Tensor** numbers),
    auto r = at::_unique2(*t, sorted, inverse, counts); *values = new Tensor(std::get<0>(r));
    *inverses = inverse ? new Tensor(std::get<1>(r)) : nullptr; *numbers = counts ? new Tensor(std::get<2>(r)) : nullptr)

TENSOR(matmul, (Tensor* a, Tensor* b), at::matmul(*a, *b))
TENSOR(mm, (Tensor* a, Tensor* b), at::mm(*a, *b))
TENSOR(bmm, (Tensor* a, Tensor* b), at::bmm(*a, *b))
TENSOR(dot, (Tensor* a, Tensor* b), at::dot(*a, *b))
TENSOR(outer, (Tensor* a, Tensor* b), at::outer(*a, *b))
TENSOR(addmm, (Tensor* t, Tensor* a, Tensor* b, float beta, float alpha), at::addmm(*t, *a, *b, beta, alpha))
ACTION(addmm_, (Tensor* t, Tensor* a, Tensor* b, float beta, float alpha), t->addmm_(*a, *b, beta, alpha))
TENSOR(baddbmm, (Tensor* t, Tensor* a, Tensor* b, float beta, float alpha), at::baddbmm(*t, *a, *b, beta, alpha))
TENSOR(einsum, (const char* equation, Tensor* const* operands, int count), at::einsum(equation, tensors(operands, count)))
