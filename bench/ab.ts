import type { AbAnswer } from '../src/contract/ab.ts';
import type { WorkerJob } from '../src/contract/worker-api.ts';
import { answerOf, DEFAULT_MARGIN } from '../src/core/analysis/ab/answer.ts';
import { RandomStream } from '../src/core/analysis/simulate/random-stream.ts';
import { Budget } from '../src/core/engine/ab/budget.ts';
import { openPair, resolutionOf, simulatedTimeOf } from '../src/core/engine/ab/measure-pair.ts';
import { SIDE_WARMUP } from '../src/core/engine/ab/pair-plan.ts';
import { fakeExecutor } from '../src/core/engine/fake/fake-executor.ts';
import type { Figure } from './figure.ts';

const COMPARISONS = 2000;
const MOST_WRONG = 10;
const LEAST_FOUND = 0.95;

/** Process to process up to 2 %, and whatever else goes wrong inside a process; all around the given middle. */
const USUAL: readonly ((middle: string) => string)[] = [
  (ms) => `lognormal(median=${ms},sigma=0.02)`,
  (ms) => `lognormal(median=${ms},sigma=0.05)+spread(0.5%)`,
  (ms) => `normal(${ms},0.05ms)+spread(1%)`,
  (ms) => `normal(${ms},0.05ms)+spread(2%)`,
  (ms) => `lognormal(median=${ms},sigma=0.1)+ar(0.8)+spread(1%)`,
  (ms) => `normal(${ms},0.03ms)+spikes(2%,x5)+spread(2%)`,
  (ms) => `lognormal(median=${ms},sigma=0.03)+drift(20%/min)+spread(1.5%)`,
  (ms) => `normal(${ms},0.05ms)+quantum(1us)+spread(1.5%)`,
  (ms) => `normal(${ms},0.05ms)+warmup(200,x3)+spread(1%)`,
  (ms) => `normal(${ms},0.03ms)+spread(1%)+slowprocess(1/30,x2)`,
];

/** Beyond that: half of all processes slow, wide spreads, steps of the clock as large as what is asked. */
const HEAVY: readonly ((middle: string) => string)[] = [
  (ms) => `normal(${ms},0.03ms)+spread(1%)+slowprocess(1/2,x2)`,
  (ms) => `normal(${ms},0.03ms)+spread(0.1%)+slowprocess(1/2,x1.1)`,
  (ms) => `lognormal(median=${ms},sigma=0.3)+ar(0.9)+spread(5%)`,
  (ms) => `normal(${ms},0.1ms)+spread(10%)+slowprocess(1/10,x3)`,
  (ms) => `normal(${ms},0.05ms)+quantum(100us)+spread(5%)`,
];

type Counts = Record<AbAnswer['verdict'], number> & { pairs: number };

/** The decision over the fake executor, in virtual time and within the default budget; only the store is left out. */
export async function benchAb(say: (text: string) => void): Promise<Figure[]> {
  const count = async (
    what: string,
    shapes: readonly ((middle: string) => string)[],
    b: string,
  ): Promise<Counts> => {
    const counts: Counts = { faster: 0, slower: 0, same: 0, undecided: 0, pairs: 0 };
    for (let seed = 0; seed < COMPARISONS; seed += 1) {
      const shape = shapes[seed % shapes.length] as (middle: string) => string;
      const { verdict, pairs } = await compareOnce(`fake:${shape('1ms')}`, `fake:${shape(b)}`, seed);
      counts[verdict] += 1;
      counts.pairs += pairs / COMPARISONS;
    }
    const { faster, slower, same, undecided, pairs } = counts;
    say(
      `${what}: ${faster} faster, ${slower} slower, ${same} same, ${undecided} undecided, ${pairs.toFixed(1)} pairs each`,
    );
    return counts;
  };
  const alike = await count('A against A', [...USUAL, ...HEAVY], '1ms');
  const different = await count('3 % slower', USUAL, '1.03ms');
  const heavy = await count('3 % slower in heavy noise', HEAVY, '1.03ms');
  const wronglyDifferent = alike.faster + alike.slower;
  const found = different.slower / COMPARISONS;
  const wrong = heavy.faster + heavy.same;
  return [
    {
      name: `A against A, simulated, ${COMPARISONS} comparisons`,
      target: `≤ ${MOST_WRONG} called different`,
      measured: `${wronglyDifferent} called different, ${alike.undecided} undecided`,
      met: wronglyDifferent <= MOST_WRONG,
      detail: { ...alike },
    },
    {
      name: `a difference of 3 %, spread up to 2 %, ${COMPARISONS} comparisons`,
      target: `≥ ${LEAST_FOUND * 100} % found`,
      measured: `${(found * 100).toFixed(1)} % found, ${different.faster + different.same} wrong, ${different.pairs.toFixed(1)} pairs each`,
      met: found >= LEAST_FOUND,
      detail: { ...different },
    },
    {
      name: `the same in heavier noise, ${COMPARISONS} comparisons`,
      target: `≤ ${MOST_WRONG} wrong`,
      measured: `${wrong} wrong, ${heavy.undecided} undecided, ${heavy.slower} found`,
      met: wrong <= MOST_WRONG,
      detail: { ...heavy },
    },
  ];
}

async function compareOnce(a: string, b: string, seed: number): Promise<AbAnswer> {
  const budget = new Budget({});
  const random = new RandomStream(seed);
  const around = {
    executor: fakeExecutor(),
    jobs: { a: jobOf(a, seed), b: jobOf(b, seed) },
    limits: new Map(),
    monotonic: () => 0,
    attend: () => undefined,
    onWarning: () => undefined,
  };
  const ratios: number[] = [];
  let elapsedMs = 0;
  let resolution = 0;
  for (;;) {
    const measured = await openPair(ratios.length, random.uniform() < 0.5 ? 'a' : 'b', around).measured;
    ratios.push(measured.pair.ratio);
    elapsedMs += simulatedTimeOf(measured);
    resolution = Math.max(resolution, resolutionOf(measured));
    const isLast = budget.isUsedUp(ratios.length, elapsedMs);
    const answer = answerOf(ratios, { margin: DEFAULT_MARGIN, isLast, resolution });
    if (isLast || answer.verdict !== 'undecided') return answer;
  }
}

function jobOf(executor: string, seed: number): WorkerJob {
  return {
    modelPath: '',
    provider: 'cpu',
    batch: 1,
    sequence: null,
    threads: null,
    graphLevel: 'all',
    inputs: [],
    inputFiles: {},
    vocabulary: null,
    seed,
    ...SIDE_WARMUP,
    iterations: null,
    durationMs: null,
    precision: null,
    coldCache: false,
    executor,
    scenario: null,
    generation: null,
    profile: null,
    profileFolder: null,
  };
}
