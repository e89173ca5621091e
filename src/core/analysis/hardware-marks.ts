import {
  THROTTLE_REASONS,
  type HardwareChannel,
  type HardwareDevice,
} from '../../contract/hardware-channels.ts';
import type { ChannelSeries } from '../../contract/recording.ts';
import type { Seconds } from '../../contract/units.ts';
import { formatNumber } from '../../contract/units.ts';

/** A stretch of a run's axis in which the machine was not all the measurement's. */
export interface HardwareMark {
  readonly kind: 'throttling' | 'other-load';
  readonly fromSeconds: Seconds;
  readonly toSeconds: Seconds;
  /** "NVIDIA H100: power limit", "Others kept 1.2 cores busy". */
  readonly words: string;
}

export interface HardwareSeen {
  readonly devices: readonly HardwareDevice[];
  readonly channels: readonly HardwareChannel[];
  /** Fresh readings by channel; those of other channels do no harm. */
  readonly series: readonly ChannelSeries[];
}

/** As in the check of trust: half a core takes caches and clock from whoever measures, on large machines a share. */
const OTHER_LOAD = { cores: 0.5, share: 0.25 };
/** The kernel counts in ticks of ten milliseconds: over less than this a difference of two counts is mostly noise. */
const SMOOTHED_SECONDS = 1;

/** Where a card or a processor said that it held itself back, reason by reason; in order of their beginning. */
export function throttlingMarks({ devices, channels, series }: HardwareSeen): HardwareMark[] {
  const names = new Map(devices.map(({ id, name }) => [id, name]));
  const lines = new Map(series.map((line) => [line.channel, line]));
  return channels
    .flatMap((channel) => {
      const line = lines.get(channel.id);
      if (line === undefined) return [];
      const device = names.get(channel.device) ?? channel.device;
      return reasonsOf(channel).flatMap(({ words, isOn, isRate }) =>
        spansOf(line, channel.periodMs / 1000, isOn, isRate).map(
          ([fromSeconds, toSeconds]): HardwareMark => ({
            kind: 'throttling',
            fromSeconds,
            toSeconds,
            words: `${device}: ${words}`,
          }),
        ),
      );
    })
    .sort((a, b) => a.fromSeconds - b.fromSeconds);
}

/** Where programs other than Dyno's kept processors busy. */
export function otherLoadMarks(seen: HardwareSeen): HardwareMark[] {
  const others = coresOfOthers(seen);
  if (others === null) return [];
  const { atSeconds, cores, total } = others;
  const limit = Math.max(OTHER_LOAD.cores, OTHER_LOAD.share * total);
  const marks: HardwareMark[] = [];
  let from = -1;
  for (let index = 0; index <= cores.length; index += 1) {
    const isOver = index < cores.length && (cores[index] as number) > limit;
    if (isOver && from < 0) from = index;
    if (isOver || from < 0) continue;
    const worst = cores.slice(from, index).reduce((most, value) => Math.max(most, value), 0);
    marks.push({
      kind: 'other-load',
      // What a reading says of a processor is true of the time since the one before.
      fromSeconds: atSeconds[Math.max(0, from - 1)] as number,
      toSeconds: atSeconds[index - 1] as number,
      words: `Other programs kept up to ${formatNumber(worst, 2)} of ${total} cores busy`,
    });
    from = -1;
  }
  return marks;
}

/** Share of a stretch that any of the marks cover, in percent; null where the stretch is empty. */
export function coveredPercent(
  marks: readonly HardwareMark[],
  fromSeconds: Seconds,
  toSeconds: Seconds,
): number | null {
  if (!(toSeconds > fromSeconds)) return null;
  let covered = 0;
  let reached = fromSeconds;
  for (const mark of [...marks].sort((a, b) => a.fromSeconds - b.fromSeconds)) {
    const from = Math.max(reached, mark.fromSeconds);
    const to = Math.min(toSeconds, mark.toSeconds);
    if (to <= from) continue;
    covered += to - from;
    reached = to;
  }
  return (100 * covered) / (toSeconds - fromSeconds);
}

/** Whether anything here says of itself when it is held back: silence of the others proves nothing. */
export function tellsOfThrottling(channels: readonly HardwareChannel[]): boolean {
  return channels.some((channel) => reasonsOf(channel).length > 0);
}

interface Reason {
  readonly words: string;
  readonly isOn: (value: number) => boolean;
  /** True of the time since the reading before, rather than of the moment. */
  readonly isRate: boolean;
}

function reasonsOf({ metric, detail }: HardwareChannel): readonly Reason[] {
  switch (metric) {
    case 'gpu.throttle':
      return THROTTLE_REASONS.filter(({ holdsBack }) => holdsBack).map(({ bit, name }) => ({
        words: name,
        isOn: (value) => hasBit(value, bit),
        isRate: false,
      }));
    case 'sensor.throttles':
      return [
        {
          words: detail === '' ? 'thermal throttling' : `thermal throttling (${detail})`,
          isOn: (value) => value > 0,
          isRate: true,
        },
      ];
    case 'cpu.limit-throttled':
      return [{ words: 'held back by its control group', isOn: (value) => value > 0, isRate: true }];
    default:
      return [];
  }
}

/** Flags are whole numbers of up to 53 bits; the language's own "&" knows 32. */
function hasBit(value: number, bit: number): boolean {
  return Math.floor(value / bit) % 2 === 1;
}

/** Between two readings the first one holds; of a rate, the second. What was not read interrupts. */
function spansOf(
  { atSeconds, values }: ChannelSeries,
  periodSeconds: Seconds,
  isOn: (value: number) => boolean,
  isRate: boolean,
): (readonly [Seconds, Seconds])[] {
  const spans: [Seconds, Seconds][] = [];
  values.forEach((value, index) => {
    if (Number.isNaN(value) || !isOn(value)) return;
    const at = atSeconds[index] as number;
    const next = atSeconds[index + 1] ?? at + periodSeconds;
    const before = atSeconds[index - 1] ?? at - periodSeconds;
    const [from, to] = isRate ? [before, at] : [at, next];
    const last = spans.at(-1);
    if (last !== undefined && last[1] >= from) last[1] = to;
    else spans.push([from, to]);
  });
  return spans;
}

/** At each reading of the whole machine: cores that were busy beyond Dyno's, over about a second. */
function coresOfOthers({ devices, channels, series }: HardwareSeen): {
  readonly atSeconds: Float64Array;
  readonly cores: readonly number[];
  readonly total: number;
} | null {
  const lines = new Map(series.map((line) => [line.channel, line]));
  const machine = channels.find(({ metric, detail }) => metric === 'cpu.use' && detail === '');
  const line = machine === undefined ? undefined : lines.get(machine.id);
  const total = channels.filter(({ metric }) => metric === 'cpu.core-use').length;
  if (line === undefined || total === 0) return null;
  const processes = new Set(devices.filter(({ kind }) => kind === 'process').map(({ id }) => id));
  const own = channels
    .filter(
      ({ metric, device }) =>
        metric === 'sampler.cpu' ||
        (metric === 'process.cpu' && (processes.size === 0 || processes.has(device))),
    )
    .flatMap(({ id }) => lines.get(id) ?? [])
    .map(stepwise);
  const raw = [...line.values].map((percent, index) => {
    const at = line.atSeconds[index] as number;
    const ownPercent = own.reduce((sum, valueAt) => sum + valueAt(at), 0);
    return Number.isNaN(percent) ? Number.NaN : (percent * total - ownPercent) / 100;
  });
  return { atSeconds: line.atSeconds, cores: smoothed(line.atSeconds, raw), total };
}

/** The reading that holds at a time, asked for in ascending order; 0 before the first and where there was none. */
function stepwise({ atSeconds, values }: ChannelSeries): (at: Seconds) => number {
  let index = -1;
  return (at) => {
    while (index + 1 < atSeconds.length && (atSeconds[index + 1] as number) <= at) index += 1;
    const value = index < 0 ? 0 : (values[index] as number);
    return Number.isNaN(value) ? 0 : value;
  };
}

/** Mean of what was read in the second around; NaN where nothing was. */
function smoothed(atSeconds: Float64Array, values: readonly number[]): number[] {
  const half = SMOOTHED_SECONDS / 2;
  let first = 0;
  let next = 0;
  let sum = 0;
  let known = 0;
  const count = (index: number, sign: 1 | -1): void => {
    const value = values[index] as number;
    if (Number.isNaN(value)) return;
    sum += sign * value;
    known += sign;
  };
  return values.map((_, index) => {
    const at = atSeconds[index] as number;
    while (next < values.length && (atSeconds[next] as number) <= at + half) count(next++, 1);
    while ((atSeconds[first] as number) < at - half) count(first++, -1);
    return known === 0 ? Number.NaN : sum / known;
  });
}
