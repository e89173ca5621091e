import type { OperatorFamily } from '../../../../contract/operator-family.ts';
import { isCommunicationKernel } from '../../trace/names.ts';

const FAMILIES: readonly (readonly [OperatorFamily, RegExp])[] = [
  ['copy', /^memcpy|^memset|memcpy(async)?$/i],
  ['attention', /attention|attn|fmha|flash_(fwd|bwd)/i],
  ['convolution', /conv|winograd|cudnn.*(dgrad|wgrad|fprop)|pool/i],
  ['matrix', /gemm|gemv|matmul|\bmm\b|addmm|bmm|linear|cutlass|nvjet|wgmma/i],
  ['normalisation', /norm|softmax|bn_(fw|bw)/i],
  ['movement', /gather|scatter|index|cat|copy|transpose|permute|embedding|slice|select|sort|fill|pad/i],
  [
    'element-wise',
    /elementwise|reduce|add|mul|relu|sigmoid|tanh|gelu|dropout|adam|sgd|foreach|multi_tensor/i,
  ],
];

/** By its name alone: a hint for colours and for finding it, no more. */
export function kernelFamily(name: string): OperatorFamily {
  const start = name.slice(0, 1000);
  if (isCommunicationKernel(start)) return 'other';
  return FAMILIES.find(([, words]) => words.test(start))?.[0] ?? 'other';
}
