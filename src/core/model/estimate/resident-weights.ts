import { graphLevelReaches } from './graph-levels.ts';
import type { Bytes } from '../../../contract/units.ts';
import type { GraphLevel } from '../../../contract/run.ts';

export interface ResidentWeight {
  readonly bytes: Bytes;
  /** What the graph does with it. Packed: an operand of matrix products; blocked: of convolutions, reordered. */
  readonly use: 'packed' | 'packed-and-read' | 'blocked' | 'convolved' | 'read';
}

export interface WeightMemory {
  /** Beyond the weights as the file has them: packed, reordered, and left behind by loading. */
  readonly copyBytes: Bytes;
  /** The most there is while the session is created. */
  readonly loadPeakBytes: Bytes;
}

/** glibc gives blocks from here on back to the kernel as soon as they are freed (DEFAULT_MMAP_THRESHOLD_MAX). */
const RETURNED = 32 * 2 ** 20;
/** Up to here what the file's reader freed was seen to stay. */
const SMALL = 4.5 * 2 ** 20;

/**
 * What weights take of the process, by how they were seen to behave with ONNX Runtime 1.30 on Linux. Matrix products
 * get a packed copy and drop the original, but only a large original goes back to the kernel. Convolutions in
 * blocks of channels keep the file's form, the reordered one and what was between them.
 */
export function weightMemory(
  weights: readonly ResidentWeight[],
  /** Constants that others were made from while loading: gone afterwards. */
  foldedFromBytes: Bytes,
  level: GraphLevel,
): WeightMemory {
  let resident = 0;
  let plain = 0;
  let largest = 0;
  let packing = 0;
  for (const { bytes, use } of weights) {
    resident += bytes * residentFactor(bytes, use, level);
    plain += bytes;
    largest = Math.max(largest, bytes);
    if (use === 'packed' && bytes >= RETURNED) packing = Math.max(packing, bytes);
  }
  const loadPeakBytes = Math.max(resident + packing, plain + foldedFromBytes + largest);
  return { copyBytes: Math.max(0, resident - plain), loadPeakBytes };
}

function residentFactor(bytes: Bytes, use: ResidentWeight['use'], level: GraphLevel): number {
  switch (use) {
    case 'packed':
      return bytes >= RETURNED ? 1 : 1.88;
    case 'packed-and-read':
      return 2;
    case 'blocked':
      return bytes >= SMALL ? 3 : 2.5;
    case 'convolved':
      return bytes >= SMALL ? 1.02 : 1.7;
    case 'read':
      if (bytes >= SMALL) return 1;
      return graphLevelReaches(level, 'basic') ? 1.2 : 2;
  }
}
