import type { LevelName } from './level.ts';
import type { ModelRef } from './model.ts';
import type { ErrorDetails } from './errors.ts';
import type { BenchRequest, Provider, RunStatus } from './run.ts';
import type { ScalingEfficiency, ScalingFit, ScalingGap } from './scaling.ts';
import type { Bytes, Milliseconds, WallTime } from './units.ts';

/** Every combination of what is listed is one cell. An axis that is left out stays as the base request has it. */
export interface SweepAxes {
  readonly model?: readonly ModelRef[];
  readonly level?: readonly LevelName[];
  readonly batch?: readonly number[];
  readonly sequence?: readonly number[];
  readonly provider?: readonly Provider[];
  readonly threads?: readonly number[];
}

export interface SweepRequest {
  readonly base: BenchRequest;
  readonly axes: SweepAxes;
  readonly name?: string;
  readonly tags?: readonly string[];
}

export type SweepCellState = 'waiting' | 'running' | 'done' | 'skipped' | 'failed' | 'stopped';

export interface SweepCell {
  /** Its place in the order in which they are measured. */
  readonly index: number;
  readonly model: ModelRef;
  readonly level: LevelName | null;
  readonly batch: number;
  readonly sequence: number | null;
  readonly provider: Provider;
  readonly threads: number | null;
  readonly state: SweepCellState;
  readonly runId: string | null;
  /** Why it was skipped or failed, with the numbers. */
  readonly error: ErrorDetails | null;
  readonly estimateMs: Milliseconds | null;
  readonly p50Ms: Milliseconds | null;
  readonly p50LowMs: Milliseconds | null;
  readonly p50HighMs: Milliseconds | null;
  readonly samplesPerSecond: number | null;
  readonly tokensPerSecond: number | null;
  readonly peakBytes: Bytes | null;
  /** Against the CPU with all else the same: its p50 by this one. Null where that was not measured. */
  readonly speedUp: number | null;
}

export interface Sweep {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: RunStatus;
  readonly request: SweepRequest;
  readonly cells: readonly SweepCell[];
  readonly scaling: readonly (ScalingFit | ScalingGap)[];
  readonly efficiency: readonly ScalingEfficiency[];
  readonly createdAt: WallTime;
  readonly endedAt: WallTime | null;
  /** From the estimates, corrected by what cells took; null where there is nothing to go by. */
  readonly remainingMs: Milliseconds | null;
  readonly deletedAt: WallTime | null;
}

/** The calls of DynoApi about sweeps. */
export interface SweepApi {
  /** The cells as they would run, with what cannot fit marked as skipped; nothing is stored. */
  planSweep(request: SweepRequest): Promise<Sweep>;
  startSweep(request: SweepRequest): Promise<Sweep>;
  stopSweep(id: string): Promise<void>;
  /** Measures what a sweep has left: all that is neither measured nor skipped. */
  resumeSweep(id: string): Promise<Sweep>;
  /** By id, the beginning of one, name or "last". */
  getSweep(reference: string): Promise<Sweep>;
  listSweeps(): Promise<readonly Sweep[]>;
}
