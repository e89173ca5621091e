import type { HardwareMetric } from '../../../contract/hardware-channels.ts';
import type { ChannelSeries, Recording } from '../../../contract/recording.ts';
import { otherLoadMarks, throttlingMarks, type HardwareMark } from '../../../core/analysis/hardware-marks.ts';
import type { Range } from '../../../core/charts/chart.ts';
import { deviceGroups, type HardwareRow } from '../hardware/device-groups.ts';

/** Beside the processor's use and the memory, which are drawn by themselves with the worker's part in them. */
const SHOWN: readonly HardwareMetric[] = [
  'cpu.clock',
  'cpu.power',
  'sensor.temperature',
  'gpu.use',
  'gpu.memory-used',
  'gpu.clock',
  'gpu.sm-clock',
  'gpu.power',
  'gpu.temperature',
  'gpu.throttle',
];
/** What marks are found in. */
const TELLING: readonly HardwareMetric[] = [
  'cpu.use',
  'process.cpu',
  'sampler.cpu',
  'sensor.throttles',
  'cpu.limit-throttled',
];

/** Sensors beyond the first two are on the recording's page, not beneath a run. */
const MOST_SENSORS = 2;

/** What has to be read of a run's recording for its strip. */
export function stripChannels({ devices, channels }: Recording): readonly string[] {
  const shown = deviceGroups(devices, channels)
    .flatMap(({ rows }) => rows)
    .filter(isShown)
    .flatMap(({ series }) => series.map(({ channel }) => channel));
  return [...shown, ...channels.filter(({ metric }) => TELLING.includes(metric)).map(({ id }) => id)];
}

function isShown({ series: [first] }: HardwareRow): boolean {
  return first !== undefined && SHOWN.includes(first.metric);
}

/** The rows beneath a run's latency: those of which something was read while it measured. */
export function stripRows(
  recording: Pick<Recording, 'devices' | 'channels'>,
  series: readonly ChannelSeries[],
): readonly HardwareRow[] {
  const read = new Set(
    series.filter(({ values }) => values.some((value) => !Number.isNaN(value))).map(({ channel }) => channel),
  );
  const groups = deviceGroups(recording.devices, recording.channels);
  const cards = recording.devices.filter(({ kind }) => kind === 'gpu').length;
  let sensors = 0;
  return groups
    .flatMap(({ rows }) => rows)
    .filter(isShown)
    .filter(({ series: lines, device }) => {
      if (!lines.some(({ channel }) => read.has(channel))) return false;
      return device.kind !== 'sensor' || (sensors += 1) <= MOST_SENSORS;
    })
    .map((row) => {
      const isAmbiguous = row.device.kind === 'gpu' && cards > 1 && !row.title.startsWith(row.device.name);
      return isAmbiguous ? { ...row, title: `${row.device.name} · ${row.title}` } : row;
    });
}

export interface StripMarks {
  /** Cards that held themselves back. */
  readonly cards: readonly HardwareMark[];
  /** The processor held back, or kept busy by others. */
  readonly processor: readonly HardwareMark[];
}

/** Where the machine was not all the measurement's, within what the charts show. */
export function stripMarks(
  { devices, channels }: Recording,
  series: readonly ChannelSeries[],
  range: Range,
): StripMarks {
  const seen = { devices, channels, series };
  const cards = devices.filter(({ kind }) => kind === 'gpu').map(({ name }) => name);
  const within = (marks: readonly HardwareMark[]): readonly HardwareMark[] =>
    marks.flatMap((mark) => {
      const fromSeconds = Math.max(range.min, mark.fromSeconds);
      const toSeconds = Math.min(range.max, mark.toSeconds);
      return toSeconds > fromSeconds ? [{ ...mark, fromSeconds, toSeconds }] : [];
    });
  const throttling = within(throttlingMarks(seen));
  const isCards = ({ words }: HardwareMark): boolean => cards.some((name) => words.startsWith(`${name}:`));
  return {
    cards: throttling.filter(isCards),
    processor: [...throttling.filter((mark) => !isCards(mark)), ...within(otherLoadMarks(seen))],
  };
}
