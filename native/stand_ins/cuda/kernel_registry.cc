// Dyno's kernels, compiled for the processor from the very sources that become PTX, by the names of their entries.
#include "kernel_registry.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "../../kernels/arithmetic.cu"
#include "../../kernels/arithmetic_bf16.cu"
#include "../../kernels/bandwidth.cu"
#include "../../kernels/comparison.cu"
#include "../../kernels/cosine.cu"
#include "../../kernels/cosine_pairs.cu"
#include "../../kernels/matrix_product.cu"
#include "../../kernels/tensor_peak.cu"
#include "../../kernels/top_k.cu"

namespace stand_in {
namespace {

template <typename... Args, size_t... Index>
void call(void (*kernel)(Args...), void **args, std::index_sequence<Index...>) {
  kernel(*static_cast<std::remove_reference_t<Args> *>(args[Index])...);
}

template <typename... Args>
Kernel kernel_of(void (*kernel)(Args...)) {
  return {[kernel](void **args) { call(kernel, args, std::index_sequence_for<Args...>()); }, {sizeof(Args)...}};
}

#define KERNEL(NAME) {#NAME, kernel_of(NAME)}

const std::map<std::string, Kernel> KERNELS = {
    KERNEL(arithmetic_bf16),   KERNEL(arithmetic_f16),    KERNEL(arithmetic_f32),    KERNEL(bandwidth_copy),
    KERNEL(bandwidth_read),    KERNEL(bandwidth_read_l2), KERNEL(bandwidth_triad),   KERNEL(bandwidth_write),
    KERNEL(compare_f32),       KERNEL(compare_finish),    KERNEL(cosine_f16),        KERNEL(cosine_f32),
    KERNEL(cosine_i8),         KERNEL(cosine_naive_f32),  KERNEL(cosine_pairs_f32),  KERNEL(cosine_wide_f16),
    KERNEL(cosine_wide_f32),   KERNEL(cosine_wide_i8),    KERNEL(matrix_product_f16), KERNEL(resize_matrix_u16),
    KERNEL(resize_matrix_u32), KERNEL(row_lengths_f32),   KERNEL(tensor_peak_bf16),  KERNEL(tensor_peak_f16),
    KERNEL(top_k_f32),
};

}  // namespace

const Kernel *find_kernel(const std::string &name) {
  const auto found = KERNELS.find(name);
  return found == KERNELS.end() ? nullptr : &found->second;
}

}  // namespace stand_in
