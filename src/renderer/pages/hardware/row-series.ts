import { MARKS } from '../../../contract/hardware-channels.ts';
import type { ChannelSeries } from '../../../contract/recording.ts';
import type { ChannelsOverTime } from '../../../core/charts/channels-over-time.ts';
import type { HardwareWindow } from '../../state/hardware-window.ts';
import type { HardwareRow } from './device-groups.ts';

type RowOverTime = Pick<ChannelsOverTime, 'title' | 'unit' | 'top' | 'series' | 'range'>;

/** A live row as it stands, in seconds before its newest reading. */
export function seriesOfWindow(row: HardwareRow, shown: HardwareWindow): RowOverTime {
  const last = shown.lastMs ?? 0;
  const from = shown.atMs[0];
  const range = { min: from === undefined ? -1 : (from - last) / 1000, max: 0 };
  return rowOverTime(row, freshOf(row, shown, last), range);
}

/** A live row's readings, repeats left out, in seconds after a time of the kernel's clock. */
export function freshOf(row: HardwareRow, shown: HardwareWindow, originMs: number): readonly ChannelSeries[] {
  return row.series.map(({ channel }) => {
    const view = shown.view(channel);
    const at: number[] = [];
    const values: number[] = [];
    view?.atMs.forEach((atMs, index) => {
      if (view.marks[index] === MARKS.repeat) return;
      at.push((atMs - originMs) / 1000);
      values.push(view.values[index] as number);
    });
    return { channel, atSeconds: Float64Array.from(at), values: Float64Array.from(values) };
  });
}

/** A row over a recording or a run, from what was read of it. */
export function rowOverTime(
  row: HardwareRow,
  series: readonly ChannelSeries[],
  range: RowOverTime['range'],
): RowOverTime {
  const none = new Float64Array(0);
  return {
    title: row.title,
    unit: row.unit,
    top: row.top,
    range,
    series: row.series.map(({ channel, label, hue, metric }) => {
      const own = series.find((one) => one.channel === channel);
      return {
        label: label === '' ? row.title : label,
        hue,
        metric,
        atSeconds: own?.atSeconds ?? none,
        values: own?.values ?? none,
      };
    }),
  };
}
