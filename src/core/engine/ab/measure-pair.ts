import type { AbPair } from '../../../contract/ab.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { SliceLimits, WorkerEvents, WorkerJob, WorkerReady } from '../../../contract/worker-api.ts';
import { clockStepIn } from '../../analysis/ab/clock-step.ts';
import { percentileOfSorted } from '../../analysis/summary.ts';
import type { Executor, SlicedExecution } from '../executor.ts';
import { sliceLimits, sliceOrder, SIDES, otherSide, type Side } from './pair-plan.ts';

export interface Slice {
  readonly side: Side;
  readonly startMs: Milliseconds;
  readonly endMs: Milliseconds;
  readonly latenciesMs: Float64Array;
}

export interface MeasuredPair {
  readonly pair: AbPair;
  readonly ready: Readonly<Record<Side, WorkerReady>>;
  readonly slices: readonly Slice[];
}

export interface PairSurroundings {
  readonly executor: Executor;
  readonly jobs: Readonly<Record<Side, WorkerJob>>;
  /** Found by the first pair and kept, so that all pairs are measured alike. */
  readonly limits: Map<Side, SliceLimits>;
  monotonic(): Milliseconds;
  /** Which of the two is working now; null while both load. */
  attend(side: Side | null, pid: number | undefined): void;
  onWarning: WorkerEvents['onWarning'];
}

/** The workers of a pair that is going on, so that it can be broken off. */
export interface OpenPair {
  end(): Promise<void>;
  readonly measured: Promise<MeasuredPair>;
}

/**
 * Two fresh workers, loaded at the same time and measured in turns: one waits idly while the other works. Both are
 * gone before the promise is settled.
 */
export function openPair(index: number, first: Side, around: PairSurroundings): OpenPair {
  const open = (side: Side): SlicedExecution =>
    around.executor.open(around.jobs[side], silentBut(around.onWarning));
  // The order of the starts is drawn as well: the second one finds the files in memory.
  const starter = open(first);
  const follower = open(otherSide(first));
  const workers = first === 'a' ? { a: starter, b: follower } : { a: follower, b: starter };
  const end = async (): Promise<void> => {
    await Promise.all([workers.a.end(), workers.b.end()]);
  };
  return { end, measured: measure(index, first, workers, around).finally(end) };
}

async function measure(
  index: number,
  first: Side,
  workers: Readonly<Record<Side, SlicedExecution>>,
  around: PairSurroundings,
): Promise<MeasuredPair> {
  around.attend(null, workers[first].pid);
  const [a, b] = await Promise.all([workers.a.ready, workers.b.ready]);
  for (const side of SIDES) {
    if (around.limits.has(side)) continue;
    const [iterationMs = 0] = await workers[side].slice({ iterations: 1, durationMs: null });
    around.limits.set(side, sliceLimits(iterationMs));
  }
  const slices: Slice[] = [];
  for (const side of sliceOrder(first, [...around.limits.values()])) {
    around.attend(side, workers[side].pid);
    const startMs = around.monotonic();
    const latenciesMs = await workers[side].slice(around.limits.get(side) as SliceLimits);
    slices.push({ side, startMs, endMs: around.monotonic(), latenciesMs });
  }
  return { pair: pairOf(index, first, slices), ready: { a, b }, slices };
}

/** One step of the clock as a share of the shortest time measured. */
export function resolutionOf({ pair, ready, slices }: MeasuredPair): number {
  const step = Math.max(
    ...slices.map(({ latenciesMs }) => clockStepIn(latenciesMs)),
    ...SIDES.map((side) => ready[side].resources?.timerStepMs ?? 0),
  );
  return step / Math.min(...pair.aMs, ...pair.bMs);
}

/** What simulated processes took by their own clock: both load at once, then they take turns. */
export function simulatedTimeOf({ ready, slices }: MeasuredPair): Milliseconds {
  const loading = SIDES.map((side) => {
    const { loadMs, firstRunMs, warmupMs } = ready[side].phases;
    return (loadMs ?? 0) + (firstRunMs ?? 0) + (warmupMs ?? 0);
  });
  const measuring = slices.map(({ latenciesMs }) => latenciesMs.reduce((sum, value) => sum + value, 0));
  return Math.max(...loading) + measuring.reduce((sum, value) => sum + value, 0);
}

function pairOf(index: number, first: Side, slices: readonly Slice[]): AbPair {
  const medians = (side: Side): readonly Milliseconds[] =>
    slices
      .filter((slice) => slice.side === side)
      .map(({ latenciesMs }) => percentileOfSorted(latenciesMs.toSorted(), 0.5));
  const [aMs, bMs] = [medians('a'), medians('b')];
  return { index, first, aMs, bMs, ratio: Math.exp(middleOfLogs(bMs) - middleOfLogs(aMs)) };
}

/** On the logarithm, where a ratio and its inverse weigh the same. */
function middleOfLogs(mediansMs: readonly Milliseconds[]): number {
  return percentileOfSorted(Float64Array.from(mediansMs, Math.log).sort(), 0.5);
}

function silentBut(onWarning: WorkerEvents['onWarning']): WorkerEvents {
  return {
    onPhase: () => undefined,
    onWarmup: () => undefined,
    onMeasuring: () => undefined,
    onSamples: () => undefined,
    onMeasured: () => undefined,
    onProfileSlice: () => undefined,
    onWarning,
  };
}
