import { buildCnn } from '../../src/core/model/demo/cnn.ts';
import { buildDecoder } from '../../src/core/model/demo/decoder.ts';
import { buildEncoder } from '../../src/core/model/demo/encoder.ts';
import { buildMlp } from '../../src/core/model/demo/mlp.ts';
import type { OnnxModel } from '../../src/core/model/onnx-messages.ts';
import type { Slowing } from './slower-model.ts';

export type Naming = 'kept' | 'numbered anew' | 'stripped';

/** A model, what is done to one of its operators, and what becomes of the names. */
export interface PairPlan {
  readonly title: string;
  readonly build: () => OnnxModel;
  readonly batch: number;
  readonly sequence: number | null;
  readonly how: Slowing;
  /** Of the model's work, what is added. */
  readonly share: number;
  /** Which of the operators that it can be done to, from the dearest (0) to the cheapest (1). */
  readonly rank: number;
  readonly naming: Naming;
}

const NAMINGS: readonly Naming[] = ['kept', 'numbered anew', 'stripped'];
const SHARES = [0.1, 0.2, 0.35, 0.5, 0.75, 1] as const;

interface Family {
  readonly title: string;
  readonly batch: number;
  readonly sequence: number | null;
  readonly build: (size: number) => OnnxModel;
  readonly hows: readonly Slowing[];
}

const FAMILIES: readonly Family[] = [
  {
    title: 'mlp',
    batch: 32,
    sequence: null,
    build: (size) => buildMlp({ hidden: [256, 384, 512][size % 3] ?? 256, layers: 4 + size }),
    hows: ['wider', 'stacked', 'softplus'],
  },
  {
    title: 'cnn',
    batch: 4,
    sequence: null,
    build: (size) =>
      buildCnn({
        title: 'a residual network',
        image: 32,
        stem: 'small',
        block: size % 2 === 0 ? 'basic' : 'bottleneck',
        widths: [16, 32, 64],
        blocks: [1 + (size % 2), 1 + (size % 3), 1],
        classes: 10,
      }),
    hows: ['larger-kernel', 'softplus', 'larger-kernel'],
  },
  {
    title: 'encoder',
    batch: 1,
    sequence: 64,
    build: (size) =>
      buildEncoder({
        hidden: [128, 192, 256][size % 3] ?? 128,
        layers: 2 + (size % 3),
        heads: 4,
        vocabulary: 500,
      }),
    hows: ['deeper', 'pow', 'stacked', 'wider'],
  },
  {
    title: 'decoder',
    batch: 1,
    sequence: 48,
    build: (size) =>
      buildDecoder({
        hidden: [128, 192, 256][size % 3] ?? 128,
        layers: 2 + (size % 2),
        heads: 4,
        vocabulary: 500,
      }),
    hows: ['wider', 'pow', 'deeper'],
  },
];

/** The same ones every time: families in turn, with everything else varied by steps that have no common divisor. */
export function pairPlans(count: number): readonly PairPlan[] {
  return Array.from({ length: count }, (_, at) => {
    const family = FAMILIES[at % FAMILIES.length] as Family;
    const round = Math.floor(at / FAMILIES.length);
    return {
      title: `${family.title} ${round + 1}`,
      build: () => family.build(round),
      batch: family.batch,
      sequence: family.sequence,
      how: family.hows[round % family.hows.length] as Slowing,
      share: SHARES[(at * 5 + round) % SHARES.length] as number,
      rank: ((at * 7) % 10) / 10,
      naming: NAMINGS[(at + round) % NAMINGS.length] as Naming,
    };
  });
}
