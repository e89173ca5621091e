import type { HardwareChannel, HardwareDevice } from '../../../../contract/hardware-channels.ts';
import type { ChannelSeries } from '../../../../contract/recording.ts';
import { formatDuration, formatNumber, formatPercent } from '../../../../contract/units.ts';
import {
  coveredPercent,
  throttlingMarks,
  type HardwareMark,
  type HardwareSeen,
} from '../../hardware-marks.ts';
import type { Detector, FindingContext, Found } from '../types.ts';

const LEAST_PERCENT = 1;
const SEVERE_PERCENT = 25;
/** What of a run's recording is read for it. */
export const THROTTLING_METRICS: readonly HardwareChannel['metric'][] = [
  'gpu.throttle',
  'sensor.throttles',
  'cpu.limit-throttled',
  'gpu.sm-clock',
  'cpu.clock-fastest',
];

const CLOCKS: readonly HardwareChannel['metric'][] = ['gpu.sm-clock', 'cpu.clock-fastest'];
/** A clock wanders by a few hundredths without being held back. */
const LEAST_DROP = 0.07;
const LEAST_READINGS = 9;
const MARKS_SHOWN = 4;

/** The processor or a card held itself back while the clean pass was measured. */
export const throttling: Detector = {
  kind: 'throttling',
  find({ cleanMeanMs }, { run, hardware }: FindingContext) {
    const seconds = (run.phases.measuredMs ?? 0) / 1000;
    if (hardware === null || seconds <= 0) return [];
    return [...heldBack(hardware, seconds), ...slowed(hardware, seconds, cleanMeanMs)];
  },
};

const NEXT_STEP =
  'Let it cool down or raise its limit, lock the clock where that is possible, and measure again: these times are of a machine that was held back.';

function heldBack(hardware: HardwareSeen, seconds: number): Found[] {
  const marks = throttlingMarks(hardware).filter(
    ({ fromSeconds, toSeconds }) => toSeconds > 0 && fromSeconds < seconds,
  );
  const percent = coveredPercent(marks, 0, seconds) ?? 0;
  if (percent < LEAST_PERCENT) return [];
  const reasons = [...new Set(marks.map(({ words }) => words))];
  return [
    {
      title: `Held back for ${formatDuration(percent * 10 * seconds)} of the ${formatDuration(1000 * seconds)} measured (${formatPercent(percent)}): ${reasons.slice(0, 2).join('; ')}.`,
      costMs: null,
      severity: percent >= SEVERE_PERCENT ? 'high' : 'medium',
      evidence: marks
        .slice(0, MARKS_SHOWN)
        .map((mark) => ({ label: mark.words, value: whenInWords(mark, seconds) })),
      operators: [],
      nextStep: NEXT_STEP,
    },
  ];
}

function whenInWords({ fromSeconds, toSeconds }: HardwareMark, seconds: number): string {
  const [from, to] = [Math.max(0, fromSeconds), Math.min(seconds, toSeconds)];
  return `from ${formatNumber(from)} s to ${formatNumber(to)} s of the clean pass`;
}

/** By the clock itself, where nothing says why: the last third of the pass against its first. */
function slowed({ devices, channels, series }: HardwareSeen, seconds: number, cleanMeanMs: number): Found[] {
  return channels.flatMap((channel) => {
    const line = series.find((each) => each.channel === channel.id);
    if (!CLOCKS.includes(channel.metric) || channel.detail !== '' || line === undefined) return [];
    const values = readingsOf(line, seconds);
    if (values.length < LEAST_READINGS) return [];
    const third = Math.floor(values.length / 3);
    const [first, last] = [medianOf(values.slice(0, third)), medianOf(values.slice(-third))];
    const drop = 1 - last / first;
    if (!(drop >= LEAST_DROP)) return [];
    return [
      {
        title: `The clock of ${deviceName(devices, channel)} fell by ${formatPercent(100 * drop)} while it measured: ${formatNumber(first)} to ${formatNumber(last)} MHz.`,
        costMs: drop * cleanMeanMs,
        evidence: [
          { label: 'first third of the clean pass', value: `${formatNumber(first)} MHz, median` },
          { label: 'last third', value: `${formatNumber(last)} MHz, median of ${third} readings` },
        ],
        operators: [],
        nextStep: NEXT_STEP,
      },
    ];
  });
}

function deviceName(devices: readonly HardwareDevice[], { device }: HardwareChannel): string {
  return devices.find(({ id }) => id === device)?.name ?? device;
}

function readingsOf({ atSeconds, values }: ChannelSeries, seconds: number): readonly number[] {
  return [...values].filter((value, index) => {
    const at = atSeconds[index] as number;
    return value > 0 && at >= 0 && at <= seconds;
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
