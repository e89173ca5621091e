import type { HardwareSample, HardwareSeries, HardwareSummary } from '../../contract/hardware.ts';
import type { Run } from '../../contract/run.ts';
import type { WallTime } from '../../contract/units.ts';

/** A run's hardware in one row; what no sample could tell is null, never zero. */
export function summarizeHardware(samples: readonly HardwareSample[]): HardwareSummary | null {
  if (samples.length === 0) return null;
  const cpu = known(samples.map(({ cpuPercent }) => cpuPercent));
  const workerCpu = known(samples.map(({ process }) => process?.cpuPercent));
  const worker = known(samples.map(({ process }) => process?.residentBytes));
  const memory = known(samples.map(({ memoryUsedBytes }) => memoryUsedBytes));
  return {
    sampleCount: samples.length,
    cpuMeanPercent: mean(cpu),
    cpuMaxPercent: largest(cpu),
    workerCpuMeanPercent: mean(workerCpu),
    workerPeakBytes: largest(worker),
    memoryMaxBytes: largest(memory),
    gpuMeanPercent: null,
    gpuMaxPercent: null,
    gpuMemoryMaxBytes: null,
    meanWatts: null,
    throttledPercent: null,
  };
}

/** On the time axis of the run's latencies. */
export function hardwareSeries(run: Run, samples: readonly HardwareSample[]): HardwareSeries {
  const origin = measuringBeganAt(run);
  const column = (of: (sample: HardwareSample) => number | null | undefined): Float64Array =>
    Float64Array.from(samples, (sample) => of(sample) ?? Number.NaN);
  return {
    runId: run.id,
    atSeconds: column(({ at }) => (at - origin) / 1000),
    cpuPercent: column(({ cpuPercent }) => cpuPercent),
    workerCpuPercent: column(({ process }) => process?.cpuPercent),
    workerBytes: column(({ process }) => process?.residentBytes),
    memoryUsedBytes: column(({ memoryUsedBytes }) => memoryUsedBytes),
  };
}

/** A run's start is when its model began to load; the phases follow each other without a gap. */
export function measuringBeganAt({ startedAt, createdAt, phases }: Run): WallTime {
  return (startedAt ?? createdAt) + (phases.loadMs ?? 0) + (phases.firstRunMs ?? 0) + (phases.warmupMs ?? 0);
}

function known(values: readonly (number | null | undefined)[]): readonly number[] {
  return values.filter((value): value is number => value !== null && value !== undefined);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value));
}
