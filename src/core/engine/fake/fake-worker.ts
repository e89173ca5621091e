import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { DynoError } from '../../../contract/errors.ts';
import type { RunPhase, RunPhases } from '../../../contract/run.ts';
import type { WarmupReport } from '../../../contract/signals.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { SampleBatch, SliceLimits, WorkerEvents, WorkerJob } from '../../../contract/worker-api.ts';
import type { FakeSpec } from '../../analysis/simulate/fake-spec.ts';
import { LatencySource } from '../../analysis/simulate/latency-source.ts';
import { WarmupRule } from '../../analysis/warm-up-rule.ts';
import { VirtualClock } from './virtual-clock.ts';

const HAND_OVER_EVERY_MS = 80;
/** Without real time a batch is as large as a page likes to get it, whatever time it spans. */
const BATCH = 1024;
export const MOST_SAMPLES = 2 ** 26;

/** Raised inside a simulated process that is gone. */
export class FakeDeath extends Error {
  /** From outside, rather than as its description says. */
  readonly killed: boolean;

  constructor(killed: boolean) {
    super('It crashed as its description says.');
    this.killed = killed;
  }
}

/** One simulated process: load, first run, warm-up and iterations, in virtual time. */
export class FakeWorker {
  readonly source: LatencySource;
  readonly #spec: FakeSpec;
  readonly #job: WorkerJob;
  readonly #events: WorkerEvents;
  readonly #clock: VirtualClock;
  readonly #startedAt = performance.now();
  #phases: RunPhases = { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null };
  #measuringSince: Milliseconds | null = null;
  #measured = 0;
  #stopped = false;
  readonly #gone = new AbortController();

  constructor(spec: FakeSpec, job: WorkerJob, process: number, events: WorkerEvents) {
    const { batch, sequence, threads, provider, seed } = job;
    this.#spec = spec;
    this.#job = job;
    this.#events = events;
    this.#clock = new VirtualClock(spec);
    this.source = new LatencySource(
      spec,
      { batch, sequence, threads, onCpu: provider === 'cpu' },
      seed,
      process,
    );
  }

  get phases(): RunPhases {
    return this.#phases;
  }

  get wallMinusMonotonicMs(): Milliseconds | null {
    return this.#clock.wallMinusMonotonicMs();
  }

  get stopAsked(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
  }

  kill(): void {
    this.#gone.abort();
  }

  enter(phase: RunPhase, known: Partial<RunPhases> = {}): void {
    this.#phases = { ...this.#phases, ...known };
    this.#events.onPhase(phase, this.#phases);
  }

  /** All that comes before the first measured iteration; null where it was stopped on the way. */
  async makeReady(): Promise<WarmupReport | null> {
    const { loadMs, firstRunMs, refuse } = this.#spec;
    const { processFactor, centreMs } = this.source;
    this.enter('loading');
    if (refuse) throw refused();
    const load = await this.#pass(loadMs * processFactor);
    this.enter('first-run', { loadMs: load });
    const first = await this.#pass((firstRunMs ?? 2 * centreMs) * processFactor);
    if (this.#stopped) return null;
    this.enter('warm-up', { firstRunMs: first });
    const rule = new WarmupRule(this.#job);
    const warmUp = ({ latenciesMs }: SampleBatch): void => {
      rule.add(latenciesMs);
      this.#events.onWarmup(rule.iterations);
    };
    const warmupMs = await this.loop(rule.limits, warmUp, () => rule.isSteady);
    if (this.#stopped) return null;
    this.#measuringSince = this.#clock.beginMeasuring();
    this.enter('measuring', { warmupMs });
    return rule.report(warmupMs);
  }

  /** As the real loop: ends at the count, the time or when there is enough, and hands over between iterations. */
  async loop(
    limits: SliceLimits,
    handOver: (batch: SampleBatch) => void,
    enough: () => boolean = () => false,
  ): Promise<Milliseconds> {
    const began = this.#clock.read();
    const deadline = began + (limits.durationMs ?? Infinity);
    let left = Math.min(limits.iterations ?? MOST_SAMPLES, MOST_SAMPLES);
    let ended = began;
    const total = left;
    let isEnough = false;
    while (left > 0 && ended < deadline && !this.#stopped && !isEnough) {
      const start = ended;
      const latencies: number[] = [];
      while (latencies.length < Math.min(left, BATCH) && ended < deadline && !this.#dies) {
        const done = Math.max(
          (total - left + latencies.length) / total,
          (ended - began) / (deadline - began),
        );
        latencies.push(this.#iterate(done));
        ended = this.#clock.read();
        if (this.#spec.realtime && ended - start >= HAND_OVER_EVERY_MS) break;
      }
      left -= latencies.length;
      await this.#keepTime();
      if (latencies.length > 0) {
        handOver({ startMs: start - began, endMs: ended - began, latenciesMs: Float64Array.from(latencies) });
      }
      if (this.#dies) throw new FakeDeath(false);
      isEnough = enough();
    }
    return ended - began;
  }

  #iterate(done: number): Milliseconds {
    const began = this.#clock.read();
    const since = this.#measuringSince;
    this.#clock.pass(this.source.next(since === null ? 0 : began - since, since === null ? 0 : done));
    if (since !== null) this.#measured += 1;
    return this.#clock.read() - began;
  }

  get #dies(): boolean {
    const { crashAfter } = this.#spec;
    return crashAfter !== null && this.#measured >= crashAfter;
  }

  async #pass(ms: Milliseconds): Promise<Milliseconds> {
    const began = this.#clock.read();
    this.#clock.pass(ms);
    await this.#keepTime();
    return this.#clock.read() - began;
  }

  /** A turn of the event loop, so that a wish to stop is heard; in real time, as long as it was said to take. */
  async #keepTime(): Promise<void> {
    const ahead = this.#clock.read() - (performance.now() - this.#startedAt);
    if (this.#spec.realtime && ahead > 0) {
      await delay(ahead, undefined, { signal: this.#gone.signal }).catch(() => undefined);
    } else await nextTurn();
    if (this.#gone.signal.aborted) throw new FakeDeath(true);
  }
}

function refused(): DynoError {
  return new DynoError({
    code: 'MODEL_REFUSED',
    message: 'The simulated runtime refuses this model, as its description says.',
    subject: 'the fake executor',
    nextStep: 'Leave out +refuse.',
  });
}
