import type { HardwareMetric } from '../../contract/hardware-channels.ts';
import type { HardwareSummary } from '../../contract/hardware.ts';
import type { ChannelSeries } from '../../contract/recording.ts';
import type { Seconds } from '../../contract/units.ts';
import { coveredPercent, tellsOfThrottling, throttlingMarks, type HardwareSeen } from './hardware-marks.ts';

/** All that a summary or a drawing of a run's hardware is made of. */
export const SUMMARIZED: readonly HardwareMetric[] = [
  'cpu.use',
  'memory.used',
  'process.cpu',
  'process.resident',
  'gpu.use',
  'gpu.memory-used',
  'gpu.throttle',
  'sensor.throttles',
  'cpu.limit-throttled',
];

/**
 * A run's hardware in one row, over what was measured; what no reading could tell is null, never zero. A reading is
 * mostly a mean since the one before, so the first one after the end still belongs to it. The worker's peak is the
 * whole run's: loading may need more than measuring.
 */
export function summarizeRunHardware(
  seen: HardwareSeen,
  measuredSeconds: Seconds,
  meanWatts: number | null,
): HardwareSummary | null {
  const tick = seen.channels.reduce((least, { periodMs, source }) => {
    return source === 'outside' ? least : Math.min(least, periodMs / 1000);
  }, Number.POSITIVE_INFINITY);
  const to = measuredSeconds + (Number.isFinite(tick) ? tick : 0);
  const lines = new Map(seen.series.map((line) => [line.channel, line]));
  const of = (metric: HardwareMetric): { readonly device: string; readonly line: ChannelSeries }[] =>
    seen.channels.flatMap(({ id, metric: itsMetric, device, detail }) => {
      const line = lines.get(id);
      return itsMetric === metric && detail === '' && line !== undefined ? [{ device, line }] : [];
    });
  const measured = (metric: HardwareMetric, device?: string): number[] =>
    of(metric)
      .filter((each) => device === undefined || each.device === device)
      .flatMap(({ line }) => within(line, 0, to));

  const cpu = measured('cpu.use');
  const cards = of('gpu.use').map(({ device, line }) => ({ device, values: within(line, 0, to) }));
  const busiest = cards.reduce<(typeof cards)[number] | null>(
    (most, card) => ((mean(card.values) ?? -1) > (mean(most?.values ?? []) ?? -1) ? card : most),
    null,
  );
  const sampleCount = of('cpu.use').reduce((most, { line }) => Math.max(most, within(line, 0, to).length), 0);
  if (sampleCount === 0) return null;
  return {
    sampleCount,
    cpuMeanPercent: mean(cpu),
    cpuMaxPercent: largest(cpu),
    workerCpuMeanPercent: mean(measured('process.cpu')),
    workerPeakBytes: largest(of('process.resident').flatMap(({ line }) => within(line, -Infinity, Infinity))),
    memoryMaxBytes: largest(measured('memory.used')),
    gpuMeanPercent: mean(busiest?.values ?? []),
    gpuMaxPercent: largest(busiest?.values ?? []),
    gpuMemoryMaxBytes: largest(measured('gpu.memory-used', busiest?.device)),
    meanWatts,
    throttledPercent: tellsOfThrottling(seen.channels)
      ? coveredPercent(throttlingMarks(seen), 0, measuredSeconds)
      : null,
  };
}

function within({ atSeconds, values }: ChannelSeries, from: Seconds, to: Seconds): number[] {
  return [...values].filter((value, index) => {
    const at = atSeconds[index] as number;
    return at >= from && at <= to && !Number.isNaN(value);
  });
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value));
}
