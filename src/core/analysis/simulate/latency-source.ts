import type { Milliseconds } from '../../../contract/units.ts';
import { seedOf } from '../../model/random.ts';
import { centreOf, type FakeSpec, type LatencyShape } from './fake-spec.ts';
import { RandomStream } from './random-stream.ts';

/** A time below this cannot be drawn: a normal distribution knows no zero. */
const SHORTEST_MS = 1e-6;
const MINUTE_MS = 60_000;
/** After its iterations a warm-up has decayed to this share of what it was. */
const WARM_SHARE = 0.001;

/** What one iteration has to do. */
export interface SimulatedWork {
  readonly batch: number;
  readonly sequence: number | null;
  readonly threads: number | null;
  readonly onCpu: boolean;
}

/**
 * The latencies of one process, one after the other. Each part of the description draws from a stream of its own, so
 * that another modifier leaves the other parts' numbers as they were.
 */
export class LatencySource {
  /** By how much this process is slower than the middle one. */
  readonly processFactor: number;
  readonly #spec: FakeSpec;
  readonly #work: number;
  readonly #noiseStream: RandomStream;
  readonly #modeStream: RandomStream;
  readonly #spikeStream: RandomStream;
  #noise: number;
  #mode: number | null = null;
  #iteration = 0;

  constructor(spec: FakeSpec, work: SimulatedWork, seed: number, process: number) {
    const stream = (name: string): RandomStream => new RandomStream(seedOf(`${name} ${process}`, seed));
    this.#spec = spec;
    this.#work = workFactor(spec, work);
    this.#noiseStream = stream('noise');
    this.#modeStream = stream('mode');
    this.#spikeStream = stream('spike');
    this.#noise = this.#noiseStream.normal();
    this.processFactor = processFactor(spec, stream('process'));
  }

  /** Middle of the distribution at this work, without this process's own speed. */
  get centreMs(): Milliseconds {
    return centreOf(this.#spec.shape) * this.#work;
  }

  /** `elapsedMs` since measuring began; `done` is the share of the run that is over, null where nobody can tell. */
  next(elapsedMs: Milliseconds, done: number | null): Milliseconds {
    const { ar } = this.#spec;
    const own = this.#shaped() * this.#work * this.processFactor;
    const drawn = own * this.#warming() * this.#drifted(elapsedMs, done) * this.#spiked();
    this.#noise = ar * this.#noise + Math.sqrt(1 - ar * ar) * this.#noiseStream.normal();
    this.#iteration += 1;
    return Math.max(SHORTEST_MS, drawn);
  }

  #shaped(): Milliseconds {
    const { shape } = this.#spec;
    switch (shape.kind) {
      case 'constant':
        return shape.ms;
      case 'normal':
        return Math.max(SHORTEST_MS, shape.meanMs + shape.deviationMs * this.#noise);
      case 'lognormal':
        return shape.medianMs * Math.exp(shape.sigma * this.#noise);
      case 'modes':
        return this.#modeOf(shape) * Math.exp(shape.sigma * this.#noise);
    }
  }

  #modeOf({ modes, stay }: Extract<LatencyShape, { kind: 'modes' }>): Milliseconds {
    if (this.#mode === null || this.#modeStream.uniform() >= stay) {
      let left = this.#modeStream.uniform();
      const found = modes.findIndex(({ share }) => (left -= share) < 0);
      this.#mode = found < 0 ? modes.length - 1 : found;
    }
    return modes[this.#mode]?.ms ?? Number.NaN;
  }

  #warming(): number {
    const { warmup } = this.#spec;
    if (warmup === null || warmup.iterations === 0) return 1;
    return 1 + (warmup.factor - 1) * WARM_SHARE ** (this.#iteration / warmup.iterations);
  }

  #drifted(elapsedMs: Milliseconds, done: number | null): number {
    const { drift } = this.#spec;
    if (drift === null) return 1;
    const passed = drift.over === 'run' && done !== null ? Math.min(1, done) : elapsedMs / MINUTE_MS;
    return (1 + drift.share) ** passed;
  }

  #spiked(): number {
    const { spikes } = this.#spec;
    return spikes !== null && this.#spikeStream.uniform() < spikes.share ? spikes.factor : 1;
  }
}

function processFactor({ spread, slowProcess }: FakeSpec, stream: RandomStream): number {
  const own = Math.exp(spread * stream.normal());
  return slowProcess !== null && stream.uniform() < slowProcess.share ? own * slowProcess.factor : own;
}

/** Time of this work over the time that the distribution describes. */
function workFactor(
  { shape, per, power, parallel, gpu }: FakeSpec,
  { batch, sequence, threads, onCpu }: SimulatedWork,
): number {
  const length = sequence ?? 1;
  const base = centreOf(shape) * batch ** power.batch * length ** power.sequence;
  const added = batch * (per.sampleMs + length * per.tokenMs + length * length * per.pairMs);
  const serial = 1 - parallel + parallel / (threads ?? 1);
  return (((base + added) / centreOf(shape)) * serial) / (onCpu ? 1 : gpu);
}
