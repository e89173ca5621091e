import type { RunningLatency } from '../../contract/latency.ts';
import type { ProfilingState } from '../../contract/profile.ts';
import type { LiveRun, RunPhase, RunProgress, RunStatus } from '../../contract/run.ts';
import { LiveTrack } from '../../core/analysis/live-track.ts';

/** A few hundred points stay drawable at 10 Hz next to a measurement. */
const CHART_POINTS = 300;
const NARROWING_POINTS = 120;

export interface LiveState {
  readonly status: RunStatus;
  readonly phase: RunPhase;
  readonly iterationsDone: number;
  readonly iterationsWanted: number | null;
  readonly warmupDone: number;
  readonly elapsedMs: number;
  readonly remainingMs: number | null;
  readonly running: RunningLatency | null;
  readonly profiling: ProfilingState | null;
  readonly waitingFor: string | null;
}

/** How sure the median was, over the course of the run. */
export interface Narrowing {
  readonly p50: number;
  readonly low: number;
  readonly high: number;
}

/**
 * One run as it goes on. The state is a new object at each step, for views that compare; the points are appended
 * in place, for charts that ask for them.
 */
export class LiveFeed {
  readonly #track = new LiveTrack(CHART_POINTS);
  #narrowing: Narrowing[] = [];
  #stride = 1;
  #steps = 0;
  #state: LiveState | null = null;
  #originAt = Number.POSITIVE_INFINITY;

  /** The host's wall time of the first measured iteration, as near as this page can tell; null before it. */
  get originAt(): number | null {
    return Number.isFinite(this.#originAt) ? this.#originAt : null;
  }

  get state(): LiveState | null {
    return this.#state;
  }

  get line(): { readonly x: Float64Array; readonly y: Float64Array } {
    return this.#track.line();
  }

  get narrowing(): readonly Narrowing[] {
    return this.#narrowing;
  }

  get lastSecond(): number {
    return this.line.x.at(-1) ?? 0;
  }

  /** From the middle of a run: all that was, in place of all that is here. */
  restart(live: LiveRun, hostNow: number): void {
    this.#originAt = Number.POSITIVE_INFINITY;
    this.#track.clear();
    this.#track.append(live.atSeconds, live.latencyMs);
    this.#narrowing = [];
    this.#stride = 1;
    this.#steps = 0;
    this.#state = stateOf(live, live.run.status);
    this.#place(hostNow);
    this.#remember(live.running);
  }

  step(progress: RunProgress, hostNow: number): void {
    this.#track.append(progress.atSeconds, progress.latencyMs);
    this.#state = stateOf(progress, progress.status);
    if (progress.atSeconds.length > 0) this.#place(hostNow);
    this.#remember(progress.running);
  }

  /** News only ever arrives late, so the earliest guess is the best. */
  #place(hostNow: number): void {
    if (this.#track.length > 0) this.#originAt = Math.min(this.#originAt, hostNow - this.lastSecond * 1000);
  }

  /** Evenly spaced over the whole run: when full, every other one goes and half as many come. */
  #remember(running: RunningLatency | null): void {
    if (running === null) return;
    if (this.#steps % this.#stride === 0) {
      const { p50, p50Low, p50High } = running;
      if (p50Low === null || p50High === null) return;
      this.#narrowing = [...this.#narrowing, { p50, low: p50Low, high: p50High }];
    }
    this.#steps += 1;
    if (this.#narrowing.length <= NARROWING_POINTS) return;
    this.#narrowing = this.#narrowing.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }
}

function stateOf(source: LiveRun | RunProgress, status: RunStatus): LiveState {
  const { phase, iterationsDone, iterationsWanted, warmupDone } = source;
  const { elapsedMs, remainingMs, running, profiling, waitingFor } = source;
  return {
    status,
    phase,
    iterationsDone,
    iterationsWanted,
    warmupDone,
    elapsedMs,
    remainingMs,
    running,
    profiling,
    waitingFor,
  };
}

/** 0 to 1 over the measured loop, by whichever end comes first; null before it or where no end is known. */
export function shareDone(state: LiveState): number | null {
  if (state.phase === 'storing') return 1;
  if (state.phase === 'profiling') return shareProfiled(state);
  if (state.phase !== 'measuring') return null;
  const byCount = state.iterationsWanted === null ? null : state.iterationsDone / state.iterationsWanted;
  const total = state.remainingMs === null ? null : state.elapsedMs + state.remainingMs;
  const byTime = total === null || total <= 0 ? null : state.elapsedMs / total;
  if (byCount === null) return byTime;
  return Math.max(byCount, byTime ?? 0);
}

/** By count or by time, whichever ends it first. */
function shareProfiled({ profiling }: LiveState): number | null {
  if (profiling === null) return null;
  const { iterationsDone, iterationsWanted, elapsedMs, durationMs } = profiling;
  return Math.max(iterationsWanted === null ? 0 : iterationsDone / iterationsWanted, elapsedMs / durationMs);
}

const HORIZONS = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300];

/** The live chart's right end in seconds: it grows in steps, so that the curve moves and not the axis. */
export function horizon(seconds: number): number {
  const near = HORIZONS.find((end) => end >= seconds);
  return near ?? Math.ceil(seconds / 300) * 300;
}
