import type { HardwareSample } from '../../../contract/hardware.ts';
import type { OutputSummary } from '../../../contract/outputs.ts';
import type { Run, RunConfig } from '../../../contract/run.ts';
import type { Bytes, Milliseconds, WallTime } from '../../../contract/units.ts';

/** What the kernel has counted since boot, read at one moment. Null is "not to be had here". */
export interface MachineCounters {
  /** A clock that stands while the machine is suspended, the wall's, and one that goes on through a suspend. */
  readonly monotonicMs: Milliseconds;
  readonly wallMs: WallTime;
  readonly bootMs: Milliseconds | null;
  /** Over all processors. */
  readonly cpu: { readonly busyMs: Milliseconds; readonly stolenMs: Milliseconds } | null;
  /** Of this program alone, and of it with all processes that it started. */
  readonly hostCpuMs: Milliseconds;
  readonly dynoCpuMs: Milliseconds | null;
  readonly worker: WorkerCounters | null;
  readonly swappedBytes: Bytes | null;
  /** Time that control groups kept their processes from running, since their share was used up. */
  readonly groupThrottledMs: Milliseconds | null;
}

export interface WorkerCounters {
  readonly cpuMs: Milliseconds;
  readonly majorFaults: number;
  /** Time that its threads stood ready and had no processor. */
  readonly waitedMs: Milliseconds | null;
}

/** How the machine is set, and what changes slowly. Null is "not to be had here". */
export interface MachineState {
  readonly cores: number;
  /** Cores that this program may use. */
  readonly allowedCores: number | null;
  /** Cores' worth of time that control groups allow; null: no limit. */
  readonly groupCores: number | null;
  readonly groupMemory: { readonly usedBytes: Bytes; readonly limitBytes: Bytes } | null;
  readonly governors: readonly string[] | null;
  /** What drivers that choose the clock by themselves are told to prefer. */
  readonly energyPreferences: readonly string[];
  readonly turbo: boolean | null;
  readonly power: 'mains' | 'battery' | 'no-battery' | null;
  /** Times that a processor slowed down since it was too hot. */
  readonly throttleEvents: number | null;
  readonly isVirtual: boolean;
}

/** All that is known of how a run was measured. */
export interface Conditions {
  readonly run: Pick<Run, 'latencyMs' | 'signals' | 'resources'> & {
    readonly config: Pick<RunConfig, 'executor' | 'provider' | 'threads'>;
  };
  readonly outputs: readonly OutputSummary[] | null;
  /** Around the measured loop. */
  readonly measuring: Span<MachineCounters> | null;
  /** The same, or around the whole run where the loop was too short for the kernel's clock. */
  readonly running: Span<MachineCounters> | null;
  readonly state: Span<MachineState> | null;
  /** The sampler's ticks while it measured. */
  readonly hardware: readonly HardwareSample[];
}

export interface Span<Reading> {
  readonly before: Reading;
  readonly after: Reading;
}

/** Time between two readings. */
export function passedMs({ before, after }: Span<MachineCounters>): Milliseconds {
  return after.monotonicMs - before.monotonicMs;
}
