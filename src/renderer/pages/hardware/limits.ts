import type { Threshold } from '../../../contract/alert.ts';
import type { HardwareRow } from './device-groups.ts';

/** Where the thresholds of a row's metrics lie, each once. */
export function limitsOf(row: HardwareRow, thresholds: readonly Threshold[]): readonly number[] {
  const own = thresholds.filter(
    ({ isOn, metric, device }) =>
      isOn &&
      (device === null || device === row.device.id) &&
      row.series.some((series) => series.metric === metric),
  );
  return row.kind === 'lines' ? [...new Set(own.map(({ limit }) => limit))] : [];
}
