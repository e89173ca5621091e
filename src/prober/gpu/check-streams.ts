import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { farOff, type Judged } from '../cpu/judged.ts';
import type { Card } from './card.ts';
import { stream } from './launches.ts';
import { poisonedOutput } from './poisoned-output.ts';

/** Of 16 bytes: less and more than a block's stretch, and than a whole round of all blocks. */
const QUADS = [1, 255, 1024, 1025, 3000, 10_001];
const BLOCKS = 3;
const SCALE = 3;

export const STREAMS = ['copy', 'read', 'write', 'triad', 'read_l2'] as const;

/** Exact: all are small whole numbers. */
export function* streams(card: Card, name: (typeof STREAMS)[number]): Generator<Judged> {
  const random = new RandomStream(5);
  for (const quads of card.isStandIn ? QUADS : [...QUADS, 700_001]) {
    const values = () => Float32Array.from({ length: quads * 4 }, () => Math.floor(random.uniform() * 4));
    const [first, second] = [values(), values()];
    const [onFirst, onSecond] = [card.upload(first), card.upload(second)];
    const result = new Float32Array(name.startsWith('read') ? BLOCKS : quads * 4);
    const out = poisonedOutput(card, result);
    const n = { i64: quads };
    const args = {
      copy: [onFirst, out.memory, n],
      read: [onFirst, out.memory, n],
      write: [out.memory, { f32: SCALE }, n],
      triad: [out.memory, onFirst, onSecond, { f32: SCALE }, n],
      read_l2: [onFirst, out.memory, n, { i32: 2 }],
    }[name];
    card.run(stream(`bandwidth_${name}`, BLOCKS, args));
    const isIntact = out.read();
    const sum = (of: Float32Array): number => of.reduce((total, value) => total + value, 0);
    const [got, expected] = name.startsWith('read')
      ? [[sum(result)], [sum(first) * (name === 'read_l2' ? 2 : 1)]]
      : [result, expectedOf(name, first, second)];
    yield { size: `${quads * 16} bytes`, error: isIntact ? farOff(got, expected) : Infinity, tolerance: 0 };
    card.release();
  }
}

function expectedOf(name: string, first: Float32Array, second: Float32Array): Float32Array {
  if (name === 'copy') return first;
  return first.map((value, at) => (name === 'write' ? SCALE : value + SCALE * (second[at] as number)));
}
