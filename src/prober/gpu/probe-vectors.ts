import type { Card } from './card.ts';
import { BLOCKS_TRIED, comparison, cosineBy } from './launches.ts';
import { fastest, gigabytesPerSecond, measure } from './measure.ts';
import type { Arrays } from './probe-bandwidth.ts';
import { fillWithRandom } from './random-memory.ts';

/** One query against as many rows as the array holds; bytes are those of the rows, each read once. Leaves fp16. */
export function probeCosine(card: Card, { a, b }: Arrays, d: number, copyGBs: number) {
  const blocks = card.isStandIn ? BLOCKS_TRIED.slice(0, 1) : BLOCKS_TRIED;
  const speed = (kernels: readonly string[], bytesEach: number): number => {
    const n = Math.floor(a.bytes / (d * bytesEach));
    const vectors = { query: b, rows: a, out: card.allocate(n * 4), n, d };
    const launches = kernels.flatMap((kernel) => blocks.map((each) => cosineBy(card, kernel, vectors, each)));
    return gigabytesPerSecond(n * d * bytesEach, fastest(card, launches).ms);
  };
  const fp32GBs = speed(['cosine_f32'], 4);
  const naiveFp32GBs = speed(['cosine_naive_f32'], 4);
  fillWithRandom(a, 'fp16');
  fillWithRandom(b, 'fp16');
  return { fp32GBs, naiveFp32GBs, fp16GBs: speed(['cosine_f16'], 2), ofCopy: fp32GBs / copyGBs };
}

/** Both outputs are read once; what each block leaves is added up by a second, small launch. */
export function probeComparison(card: Card, { a, b }: Arrays, copyGBs: number) {
  const blocks = card.isStandIn ? BLOCKS_TRIED.slice(0, 1) : BLOCKS_TRIED;
  const times = blocks.map((each) => {
    const { steps } = comparison(card, a, b, a.bytes / 4, each);
    return steps.map((step) => measure(card, step).ms).reduce((sum, one) => sum + one);
  });
  const ms = Math.min(...times);
  const fp32GBs = gigabytesPerSecond(a.bytes * 2, ms);
  return { fp32GBs, ofCopy: fp32GBs / copyGBs };
}
