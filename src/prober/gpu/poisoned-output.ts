import type { CudaMemory } from '../../../native/cuda.d.ts';
import type { Card } from './card.ts';

const GUARD_BYTES = 256;
const POISON = 0xff;

export interface PoisonedOutput {
  readonly memory: CudaMemory;
  /** Fills the array; false where the kernel wrote past what is its own. */
  read(): boolean;
}

/** Memory for a kernel's output, filled with what no answer is (NaN, −1), and guarded behind. */
export function poisonedOutput(card: Card, into: ArrayBufferView): PoisonedOutput {
  const memory = card.allocate(into.byteLength + GUARD_BYTES);
  memory.fill(POISON);
  return {
    memory,
    read: () => {
      memory.read(into);
      const guard = new Uint8Array(GUARD_BYTES);
      memory.read(guard, into.byteLength);
      return guard.every((byte) => byte === POISON);
    },
  };
}
