import type { CudaMemory } from '../../../native/cuda.d.ts';
import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';

const BLOCK_ELEMENTS = 2 ** 20;
const FINITE_SMALL_HALF = 0xbfff;

/** Random values, since a card draws less power on zeros and goes faster. A block of them, over and over. */
export function fillWithRandom(memory: CudaMemory, type: 'fp32' | 'fp16'): void {
  const random = new RandomStream(7);
  const block =
    type === 'fp32'
      ? Float32Array.from({ length: BLOCK_ELEMENTS }, () => random.uniform() - 0.5)
      : Uint16Array.from(
          { length: BLOCK_ELEMENTS },
          () => Math.floor(random.uniform() * 65_536) & FINITE_SMALL_HALF,
        );
  for (let at = 0; at < memory.bytes; at += block.byteLength) {
    const elements = Math.min(block.length, Math.floor((memory.bytes - at) / block.BYTES_PER_ELEMENT));
    memory.write(block.subarray(0, elements), at);
  }
}
