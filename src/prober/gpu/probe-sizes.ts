import type { Card } from './card.ts';

const MIB = 2 ** 20;
/** Of what is free, at most. */
const SHARE = 4;
const ARRAYS = 3;
const MOST_ARRAY_BYTES = 1024 * MIB;
const STRETCH_BYTES = 64 * 1024;

export interface GpuSizes {
  /** Of each of three arrays in the card's memory. */
  readonly arrayBytes: number;
  readonly transferBytes: number;
  /** Of square matrix products: multiples of 8 and their neighbours. */
  readonly products: readonly number[];
  /** A size that is not divisible by 8, and the next that is. */
  readonly unaligned: { readonly size: number; readonly padded: number };
  readonly vectorLength: number;
  /** Read again and again from the L2 cache: well within it; null where the driver does not tell its size. */
  readonly l2Bytes: number | null;
}

/** Sizes for which memory is the bound and not the launch; a stand-in's are as small as goes. */
export function gpuSizes(card: Card): GpuSizes {
  const { freeBytes } = card.context.memory();
  const { l2Bytes } = card.device;
  if (card.isStandIn) {
    return {
      arrayBytes: STRETCH_BYTES,
      transferBytes: STRETCH_BYTES,
      products: [32, 31],
      unaligned: { size: 31, padded: 32 },
      vectorLength: 64,
      l2Bytes: 4096,
    };
  }
  const share = Math.floor(freeBytes / SHARE);
  const array = Math.min(MOST_ARRAY_BYTES, Math.floor(share / ARRAYS));
  // Operands in two bytes, the result in four; each of them twice, as it is and padded, and the result cut back.
  const largest = share > 20 * 4096 ** 2 ? 4096 : 1024;
  return {
    arrayBytes: Math.max(STRETCH_BYTES, Math.floor(array / STRETCH_BYTES) * STRETCH_BYTES),
    transferBytes: Math.min(128 * MIB, Math.max(MIB, Math.floor(share / 2 / MIB) * MIB)),
    products: [1024, 1023, ...(largest === 4096 ? [4096, 4095, 4092, 4090, 4088] : [])],
    unaligned: { size: largest - 1, padded: largest },
    vectorLength: 768,
    l2Bytes: l2Bytes > 0 ? Math.floor(l2Bytes / 4 / STRETCH_BYTES) * STRETCH_BYTES || STRETCH_BYTES : null,
  };
}
