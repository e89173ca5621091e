/** What the names of kernels, calls and operators say. */

/** NCCL's kernels (and RCCL's, which keep the names): "ncclKernel_AllReduce_…", "ncclDevKernel_…". */
export const isCommunicationKernel = (name: string): boolean =>
  /^nccl|ncclKernel|ncclDevKernel|^rccl|nvshmem|cross_device_reduce/.test(name);

/** Operators and annotations of PyTorch's process groups. */
export const isCommunicationCall = (name: string): boolean => /^(nccl|gloo|mpi|ucc|xccl):/.test(name);

/** Iterating over a DataLoader or a DataPipe, as PyTorch annotates it. */
export const isDataLoading = (name: string): boolean =>
  (name.startsWith('enumerate(DataLoader)#') && name.endsWith('.__next__')) ||
  name.startsWith('enumerate(DataPipe)#');

/** Puts work on a stream. */
export const isLaunch = (name: string): boolean =>
  /^(cuda|cu|hip)(Module|Ext|ExtModule)?(LaunchKernel|LaunchCooperativeKernel|GraphLaunch|Mem(cpy|set)\w*Async)/.test(
    name,
  );

/** Makes its thread wait for the device. */
export const isSynchronisation = (name: string): boolean =>
  /^(cuda|hip)(Device|Stream|Event|Ctx)Synchronize|^cu(Ctx|Stream|Event)Synchronize|^(cuda|hip)Memcpy(_v\w+)?$|^cuMemcpy(DtoH|HtoD|DtoD)_v2$/.test(
    name,
  );

/** As the runtimes name copies from memory that the device cannot reach by itself. */
export const isPageableCopy = (name: string): boolean => /pageable/i.test(name);

/**
 * Whether a kernel computes on tensor cores: instruction shapes (h884 to 16816) and families that its name holds, as
 * NVIDIA's PyProf and the PyTorch profiler's TensorBoard plugin go by, and those that came since. Null for a matrix
 * product, convolution or attention whose name says neither.
 */
export function usesTensorCores(name: string): boolean | null {
  if (/[sdcz]gemm|simt|ffma|scudnn|winograd/i.test(name) && !/tensorop/i.test(name)) return false;
  if (TENSOR_CORE_WORDS.test(name)) return true;
  return /(?<!fb)gemm|conv|fmha|attention|attn|mma_|_mma/i.test(name) ? null : false;
}

const TENSOR_CORE_WORDS =
  /h884|s884|d884|h1688|s1688|c1688|hmma|imma|i8816|i16832|16816|16832|tensorop|dgrad_1x1_stride_2x2|first_layer_wgrad_kernel|conv1x1|conv2d_c1_k1|direct_group|xmma_|wgmma|gmma|nvjet|flash_(fwd|bwd)|flash::|marlin/;

/** Operators whose work tensor cores can do, given the types for it: the plugin's list, and attention. */
export const isTensorCoreWork = (name: string): boolean =>
  /^aten::(_?convolution|conv|cudnn_convolution|miopen_convolution|addmm|addmv|addr|matmul|mm$|mv$|linear|addbmm|baddbmm|bmm|chain_matmul|linalg_multi_dot|lstm_cell|gru_cell|_thnn_fused|scaled_dot_product|_scaled_dot_product|_scaled_mm|_efficient_attention|_flash_attention)/.test(
    name,
  );
