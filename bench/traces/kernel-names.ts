/** Names as long as those of real kernels are, since most of a trace's bytes are names. */
const ELEMENTWISE =
  'void at::native::vectorized_elementwise_kernel<4, at::native::CUDAFunctor_add<float>, at::detail::Array<char*, 3> >(int, at::native::CUDAFunctor_add<float>, at::detail::Array<char*, 3>)';
const REDUCE =
  'void at::native::reduce_kernel<512, 1, at::native::ReduceOp<float, at::native::func_wrapper_t<float, at::native::sum_functor<float, float, float>::operator()(at::TensorIterator&)::{lambda(float, float)#1}>, unsigned int, float, 4> >(at::native::ReduceOp<float, at::native::func_wrapper_t<float, at::native::sum_functor<float, float, float>::operator()(at::TensorIterator&)::{lambda(float, float)#1}>, unsigned int, float, 4>)';
const NORM =
  'void at::native::(anonymous namespace)::vectorized_layer_norm_kernel<float, float>(int, float, float const*, float const*, float const*, float*, float*, float*)';
const ATTENTION =
  'void pytorch_flash::flash_fwd_kernel<Flash_fwd_kernel_traits<64, 128, 128, 4, false, false, cutlass::half_t, Flash_kernel_traits<64, 128, 128, 4, cutlass::half_t> >, false, true, false, false, false, true, false>(pytorch_flash::Flash_fwd_params)';

export interface Operation {
  /** The operator that calls, the one inside of it, and that of the backward pass. */
  readonly outer: string;
  readonly inner: string;
  readonly backward: string;
  readonly kernel: string;
  readonly shapes: string;
  readonly types: string;
  readonly meanNs: number;
}

const F = '"float"';
export const OPERATIONS: readonly Operation[] = [
  {
    outer: 'aten::linear',
    inner: 'aten::addmm',
    backward: 'AddmmBackward0',
    kernel: 'ampere_sgemm_128x64_tn',
    shapes: '[[3072], [4096, 768], [768, 3072], [], []]',
    types: `[${F}, ${F}, ${F}, "Scalar", "Scalar"]`,
    meanNs: 92_000,
  },
  {
    outer: 'aten::layer_norm',
    inner: 'aten::native_layer_norm',
    backward: 'NativeLayerNormBackward0',
    kernel: NORM,
    shapes: '[[8, 512, 768], [], [768], [768], []]',
    types: `[${F}, "ScalarList", ${F}, ${F}, "Scalar"]`,
    meanNs: 14_000,
  },
  {
    outer: 'aten::scaled_dot_product_attention',
    inner: 'aten::_flash_attention_forward',
    backward: 'ScaledDotProductFlashAttentionBackward0',
    kernel: ATTENTION,
    shapes: '[[8, 12, 512, 64], [8, 12, 512, 64], [8, 12, 512, 64], [], [], [], []]',
    types: '["c10::Half", "c10::Half", "c10::Half", "", "Scalar", "Scalar", ""]',
    meanNs: 120_000,
  },
  {
    outer: 'aten::add',
    inner: 'aten::add_',
    backward: 'AddBackward0',
    kernel: ELEMENTWISE,
    shapes: '[[8, 512, 768], [8, 512, 768], []]',
    types: `[${F}, ${F}, "Scalar"]`,
    meanNs: 9_000,
  },
  {
    outer: 'aten::mean',
    inner: 'aten::sum',
    backward: 'MeanBackward1',
    kernel: REDUCE,
    shapes: '[[8, 512, 768], [], [], []]',
    types: `[${F}, "ScalarList", "Scalar", ""]`,
    meanNs: 11_000,
  },
];

export const ALL_REDUCE = 'ncclDevKernel_AllReduce_Sum_f32_RING_LL(ncclDevComm*, unsigned long, ncclWork*)';
