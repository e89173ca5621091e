import type { HardwareSample, HardwareSeries, HardwareSummary } from '../../contract/hardware.ts';
import type { HardwareMetric } from '../../contract/hardware-channels.ts';
import type { ChannelSeries, Recording } from '../../contract/recording.ts';
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

/** What HardwareSeries is drawn from. */
export const DRAWN: readonly HardwareMetric[] = ['cpu.use', 'process.cpu', 'process.resident', 'memory.used'];

/** On the time axis of the run's latencies: each channel at the ticks of the processor's, as it was by then. */
export function hardwareSeries(
  runId: string,
  { channels }: Pick<Recording, 'channels'>,
  series: readonly ChannelSeries[],
): HardwareSeries | null {
  const lineOf = (metric: HardwareMetric): ChannelSeries | undefined => {
    const wanted = channels.find((channel) => channel.metric === metric && channel.detail === '');
    return series.find(({ channel }) => channel === wanted?.id);
  };
  const lines = DRAWN.map(lineOf);
  const atSeconds = Float64Array.from(new Set(lines.flatMap((line) => [...(line?.atSeconds ?? [])]))).sort();
  if (atSeconds.length === 0) return null;
  const column = (metric: HardwareMetric): Float64Array => asOf(lineOf(metric), atSeconds);
  return {
    runId,
    atSeconds,
    cpuPercent: column('cpu.use'),
    workerCpuPercent: column('process.cpu'),
    workerBytes: column('process.resident'),
    memoryUsedBytes: column('memory.used'),
  };
}

/** The newest reading at each of the ascending times; NaN before the first and where it could not be read. */
function asOf(line: ChannelSeries | undefined, atSeconds: Float64Array): Float64Array {
  let index = -1;
  return atSeconds.map((at) => {
    while (
      line !== undefined &&
      index + 1 < line.atSeconds.length &&
      (line.atSeconds[index + 1] as number) <= at
    )
      index += 1;
    return index < 0 ? Number.NaN : (line?.values[index] as number);
  });
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
