import type { ChannelUnit, HardwareMetric } from '../../contract/hardware-channels.ts';
import { formatDuration } from '../../contract/units.ts';
import { formatReading } from '../analysis/channel-words.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Hue } from './channel-hue.ts';
import type { Chart, ChartPalette, Range } from './chart.ts';
import { horizontalAxis, NAMELESS_BOTTOM, plotGrid, verticalAxis } from './frame.ts';
import { pairs } from './latency-over-time.ts';
import { spanAreas, spanWords, type MarkedSpan } from './marked-spans.ts';
import { byteUnit, elapsedUnit, type AxisUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;

export interface ChannelLine {
  readonly label: string;
  readonly hue: Hue;
  readonly metric: HardwareMetric;
  readonly atSeconds: Float64Array;
  /** NaN where nothing could be read: a break in the line. */
  readonly values: Float64Array;
}

export interface ChannelsOverTime {
  readonly title: string;
  readonly unit: ChannelUnit;
  /** The top of the scale where that is known. */
  readonly top: number | null;
  readonly series: readonly ChannelLine[];
  /** The x axis in seconds, the same for all that stand below each other. */
  readonly range: Range;
  /** Thresholds, drawn as lines. */
  readonly limits: readonly number[];
  readonly spans?: readonly MarkedSpan[];
  /** Labels stay, the name goes: for all but the lowest of charts that share one time axis. */
  readonly namelessTime?: boolean;
}

/** Channels of one unit over time; each has times of its own, since down-sampling keeps other points of each. */
export function channelsOverTime(data: ChannelsOverTime, palette: ChartPalette): Chart {
  const { title, series, range, limits } = data;
  const lines = series.map((line) => ({ ...line, ...downSample(line.atSeconds, line.values, MOST_POINTS) }));
  const highest = Math.max(0, ...series.map(({ values }) => greatest(values)));
  const near = limits.filter((limit) => limit <= Math.max(highest * 1.6, data.top ?? 0));
  const least = data.unit === 'percent' ? 10 : 0;
  const top = Math.max(data.top ?? least, highest, ...near) || 1;
  const unit = axisUnit(data.unit, top);
  const elapsed = elapsedUnit(Math.max(Math.abs(range.min), Math.abs(range.max)) * 1000);
  const seconds = { name: elapsed.name, size: elapsed.size / 1000 };
  const nameless = data.namelessTime === true;
  return {
    title,
    description: `${title} over time. ${series.map((line) => words(line)).join('. ')}.${spanWords(data.spans)}`,
    legend: series.map((line) => ({
      label: series.length === 1 ? 'mean' : line.label,
      color: palette[line.hue],
      value: line.metric === 'gpu.throttle' ? '' : formatReading(average(line.values), line.metric),
    })),
    option: {
      animation: false,
      grid: plotGrid(nameless ? { bottom: NAMELESS_BOTTOM } : {}),
      xAxis: horizontalAxis(palette, { name: `elapsed (${seconds.name})`, unit: seconds, nameless }, range),
      yAxis: verticalAxis(palette, { name: unit.name, unit }, { min: 0, max: top }, 2),
      tooltip: axisTooltip(palette, (points) =>
        tooltipHtml(
          `at ${formatDuration((points[0]?.value[0] ?? 0) * 1000)}`,
          points.flatMap((point) => {
            const line = lines[point.seriesIndex ?? 0];
            return line === undefined
              ? []
              : [
                  {
                    label: line.label,
                    value: formatReading(point.value[1], line.metric),
                    color: palette[line.hue],
                  },
                ];
          }),
        ),
      ),
      series: lines.map(({ label, hue, x, y, metric }, index) => ({
        id: `${title}-${index}`,
        name: label,
        type: 'line',
        data: pairs(x, y),
        showSymbol: x.length < 2,
        symbolSize: 4,
        ...(metric === 'gpu.throttle' || metric === 'battery.on-mains' ? { step: 'end' } : {}),
        lineStyle: { color: palette[hue], width: 1.25 },
        itemStyle: { color: palette[hue] },
        ...(series.length === 1 ? { areaStyle: { color: palette[hue], opacity: 0.14 } } : {}),
        emphasis: { disabled: true },
        ...(index === 0 ? { markLine: limitLines(palette, near), ...spanAreas(palette, data.spans) } : {}),
      })),
    },
    table: () =>
      series.flatMap(({ label, atSeconds, values }) => [
        { label: `${series.length === 1 ? '' : `${label} `}elapsed (s)`, values: atSeconds },
        { label: `${label} (${TABLE_UNITS[data.unit]})`, values },
      ]),
  };
}

const TABLE_UNITS: Readonly<Record<ChannelUnit, string>> = {
  percent: '%',
  bytes: 'bytes',
  'bytes-per-second': 'bytes/s',
  'per-second': '1/s',
  megahertz: 'MHz',
  celsius: '°C',
  watts: 'W',
  joules: 'J',
  ms: 'ms',
  count: 'count',
  flags: 'flags',
};

function axisUnit(unit: ChannelUnit, top: number): AxisUnit {
  if (unit === 'bytes') return byteUnit(top);
  if (unit === 'bytes-per-second') {
    const bytes = byteUnit(top);
    return { name: `${bytes.name}/s`, size: bytes.size };
  }
  if (unit === 'megahertz' && top >= 1000) return { name: 'GHz', size: 1000 };
  return { name: TABLE_UNITS[unit], size: 1 };
}

function limitLines(palette: ChartPalette, limits: readonly number[]): object {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: palette.vermilion, width: 1, type: 'dashed' },
    label: { show: false },
    data: limits.map((limit) => ({ yAxis: limit })),
  };
}

function words({ label, values, metric }: ChannelLine): string {
  const mean = average(values);
  if (mean === null) return `${label}: not measured`;
  if (metric === 'gpu.throttle') return label;
  return `${label}: mean ${formatReading(mean, metric)}, at most ${formatReading(greatest(values), metric)}`;
}

function average(values: Float64Array): number | null {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

function greatest(values: Float64Array): number {
  let high = 0;
  for (const value of values) if (value > high) high = value;
  return high;
}
