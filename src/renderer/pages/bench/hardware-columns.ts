import type { HardwareSample, HardwareSeries } from '../../../contract/hardware.ts';

/** Samples as the charts want them: columns in seconds since the first measured iteration, gaps as NaN. */
export function hardwareColumns(
  runId: string,
  samples: readonly HardwareSample[],
  originAt: number,
): HardwareSeries {
  const column = (pick: (sample: HardwareSample) => number | null | undefined): Float64Array =>
    Float64Array.from(samples, (sample) => pick(sample) ?? Number.NaN);
  return {
    runId,
    atSeconds: column(({ at }) => (at - originAt) / 1000),
    cpuPercent: column(({ cpuPercent }) => cpuPercent),
    workerCpuPercent: column(({ process }) => process?.cpuPercent),
    workerBytes: column(({ process }) => process?.residentBytes),
    memoryUsedBytes: column(({ memoryUsedBytes }) => memoryUsedBytes),
  };
}
