import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { RunSeries } from '../../../contract/run.ts';
import { valueAtLevel } from '../../../core/analysis/distribution.ts';
import type { Range } from '../../../core/charts/chart.ts';

/** The measured part, in seconds from its first iteration to the last of all tracks. */
export function measuredRange(tracks: readonly RunSeries[]): Range {
  const end = Math.max(0, ...tracks.map(({ atSeconds }) => atSeconds.at(-1) ?? 0));
  return { min: 0, max: end > 0 ? end : 1 };
}

/** A little above p99.5: where an axis may be cut so that outliers do not flatten all the rest. */
export function usualTop(series: RunSeries): number {
  return valueAtLevel({ levels: series.quantileLevels, values: series.quantilesMs }, 0.995) * 1.1;
}

/** Samples of a range and one on either side, so that lines reach the edges of the plot. */
export function hardwareWithin(hardware: HardwareSeries, range: Range): HardwareSeries {
  const at = hardware.atSeconds;
  const first = at.findIndex((second) => second >= range.min);
  const beyond = at.findIndex((second) => second > range.max);
  const from = first < 0 ? at.length : Math.max(0, first - 1);
  const to = beyond < 0 ? at.length : beyond + 1;
  const part = (values: Float64Array): Float64Array => values.slice(from, to);
  return {
    runId: hardware.runId,
    atSeconds: part(at),
    cpuPercent: part(hardware.cpuPercent),
    workerCpuPercent: part(hardware.workerCpuPercent),
    workerBytes: part(hardware.workerBytes),
    memoryUsedBytes: part(hardware.memoryUsedBytes),
  };
}
