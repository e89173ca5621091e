import type { BenchPlan, RunPhase, RunState } from '../../contract/run.ts';
import type { ProfileSlice, ProfilingState } from '../../contract/profile.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { SampleBatch } from '../../contract/worker-api.ts';
import type { Line } from '../analysis/down-sample.ts';
import { LiveHistogram } from '../analysis/live-histogram.ts';
import { LiveLine } from './live-line.ts';

/** Where a run stands: its phase, what it has measured so far, and how long it may still take. */
export class RunStanding {
  readonly #plan: BenchPlan;
  readonly #histogram = new LiveHistogram();
  readonly #line = new LiveLine();
  phase: RunPhase = 'waiting';
  waitingFor: string | null = null;
  warmupDone = 0;
  #beganAt: number | null = null;
  #measuredMs = 0;
  #lastBatchAt = 0;
  #profiling: ProfilingState | null = null;

  constructor(plan: BenchPlan) {
    this.#plan = plan;
  }

  /** Null before the first samples have come. */
  get measuredMs(): Milliseconds | null {
    return this.#histogram.count > 0 ? this.#measuredMs : null;
  }

  /** All points so far, for a page that opens in the middle. */
  line(): Line {
    return this.#line.all();
  }

  begin(now: number): void {
    this.waitingFor = null;
    this.phase = 'preparing';
    this.#beganAt = now;
  }

  /** Gives back what of the batch is worth drawing. */
  take(batch: SampleBatch, now: number): Line {
    this.#histogram.record(batch.latenciesMs);
    this.#measuredMs = batch.endMs;
    this.#lastBatchAt = now;
    return this.#line.add(batch);
  }

  profiled({ iterationsDone, iterationsWanted, elapsedMs }: ProfileSlice): void {
    const durationMs = this.#plan.config.profile?.durationMs ?? elapsedMs;
    this.#profiling = { iterationsDone, iterationsWanted, elapsedMs, durationMs };
  }

  state(now: number, isOver: boolean): RunState {
    return {
      phase: this.phase,
      iterationsDone: this.#histogram.count,
      iterationsWanted: this.#plan.config.iterations,
      warmupDone: this.warmupDone,
      elapsedMs: this.#elapsedMs(now),
      remainingMs: isOver ? 0 : this.#remainingMs(now),
      running: this.#histogram.running(),
      profiling: this.#profiling,
      waitingFor: this.waitingFor,
    };
  }

  #elapsedMs(now: number): Milliseconds {
    return this.#beganAt === null ? 0 : now - this.#beganAt;
  }

  #remainingMs(now: number): Milliseconds | null {
    if (this.phase === 'profiling') return this.#profilingLeftMs();
    const { iterations, durationMs } = this.#plan.config;
    const done = this.#histogram.count;
    if (done === 0) {
      const total = this.#plan.estimate?.totalMs ?? null;
      return total === null ? null : Math.max(0, total - this.#elapsedMs(now));
    }
    const since = now - this.#lastBatchAt;
    const byCount = iterations === null ? Infinity : ((iterations - done) * this.#measuredMs) / done - since;
    const byTime = durationMs === null ? Infinity : durationMs - this.#measuredMs - since;
    const left = Math.min(byCount, byTime);
    return Number.isFinite(left) ? Math.max(0, left) : null;
  }

  /** As of the last slice: what the present one has done, nobody knows before it ends. */
  #profilingLeftMs(): Milliseconds | null {
    if (this.#profiling === null) return this.#plan.config.profile?.durationMs ?? null;
    const { iterationsDone, iterationsWanted, elapsedMs, durationMs } = this.#profiling;
    const byCount =
      iterationsWanted === null
        ? Infinity
        : ((iterationsWanted - iterationsDone) * elapsedMs) / iterationsDone;
    return Math.max(0, Math.min(byCount, durationMs - elapsedMs));
  }
}
