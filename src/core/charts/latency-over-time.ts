import { downSample } from '../analysis/down-sample.ts';
import { formatCount, formatDuration } from '../../contract/units.ts';
import type { Chart, ChartPalette, Range } from './chart.ts';
import { horizontalAxis, NAMELESS_BOTTOM, plotGrid, verticalAxis } from './frame.ts';
import { sideLook } from './side-look.ts';
import { durationUnit, elapsedUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;
/** Of all tracks together: fifty are drawn no finer than ten. */
const MOST_ALTOGETHER = 20_000;

/** One run's iterations: x in seconds since the first measured one, warm-up left out, y in milliseconds. */
export interface LatencyTrack {
  /** "A", "B", or the run's name. */
  readonly label: string;
  readonly atSeconds: Float64Array;
  readonly latencyMs: Float64Array;
  /** Null while nothing is known yet. */
  readonly p50: number | null;
  readonly p50Low?: number | null;
  readonly p50High?: number | null;
  /** In a comparison, for its hue; left out: as it stands here. */
  readonly place?: number;
}

export interface LatencyOverTime {
  /** One track, or those of a comparison in its order. */
  readonly tracks: readonly LatencyTrack[];
  /** The x axis in seconds, where other charts must stand on the same one. */
  readonly range?: Range;
  /** Labels stay, the name goes: for all but the lowest of charts that share one time axis. */
  readonly namelessTime?: boolean;
  /** Cuts the y axis above this value, so that one outlier does not flatten all the rest. */
  readonly topMs?: number;
}

/**
 * Iterations over time. Cheap enough to be built anew at 10 Hz: at most 2,000 points, no sorting. Live pages keep
 * their points in a LiveTrack, which never holds more than that.
 */
export function latencyOverTime(data: LatencyOverTime, palette: ChartPalette): Chart {
  const points = Math.min(MOST_POINTS, Math.floor(MOST_ALTOGETHER / Math.max(1, data.tracks.length)));
  const tracks = data.tracks.map((track, index) => {
    const line = downSample(track.atSeconds, track.latencyMs, points);
    return { ...track, ...line, ...sideLook(palette, track.place ?? index) };
  });
  const range = data.range ?? extent(tracks.map((track) => track.x));
  const highest = extent(tracks.map((track) => track.y)).max;
  const top = Math.min(highest, data.topMs ?? highest);
  const unit = durationUnit(top);
  const elapsed = elapsedUnit(range.max * 1000);
  const seconds = { name: elapsed.name, size: elapsed.size / 1000 };
  const single = tracks.length === 1;
  return {
    title: 'Iterations over time',
    description: describe(tracks),
    legend: tracks.map(({ label, color, p50 }) => ({
      label,
      color,
      value: p50 === null || !single ? '' : `p50 ${formatDuration(p50)}`,
    })),
    option: {
      animation: false,
      grid: plotGrid(data.namelessTime === true ? { bottom: NAMELESS_BOTTOM } : {}),
      xAxis: horizontalAxis(
        palette,
        { name: `elapsed (${seconds.name})`, unit: seconds, nameless: data.namelessTime === true },
        range,
      ),
      yAxis: verticalAxis(palette, { name: `latency (${unit.name})`, unit }, { min: 0, max: top }),
      tooltip: axisTooltip(palette, (points) =>
        tooltipHtml(
          `at ${formatDuration((points[0]?.value[0] ?? 0) * 1000)}`,
          points.flatMap((point) => {
            const track = tracks[point.seriesIndex ?? 0];
            return track === undefined
              ? []
              : [{ label: track.label, value: formatDuration(point.value[1]), color: track.color }];
          }),
        ),
      ),
      series: tracks.map(({ label, x, y, color, type, p50, p50Low, p50High }) => ({
        id: `latency-${label}`,
        name: label,
        type: 'line',
        // A point is the end of its iteration: its height holds from the end of the one before.
        step: 'start',
        data: pairs(x, y),
        showSymbol: x.length < 2,
        symbolSize: 4,
        lineStyle: { color, width: 1, type, opacity: single ? 0.9 : 0.7 },
        itemStyle: { color },
        emphasis: { disabled: true },
        clip: true,
        ...(p50 === null ? {} : { markLine: medianLine(palette, color, p50, single) }),
        ...(single && isNumber(p50Low) && isNumber(p50High)
          ? { markArea: medianBand(color, p50Low, p50High) }
          : {}),
      })),
    },
    table: () =>
      tracks.flatMap(({ label, x, y }) => [
        { label: single ? 'elapsed (s)' : `${label} elapsed (s)`, values: x },
        { label: single ? 'latency (ms)' : `${label} latency (ms)`, values: y },
      ]),
  };
}

function medianLine(palette: ChartPalette, color: string, p50: number, alone: boolean): object {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: alone ? palette.text : color, width: 1, type: 'dashed' },
    // The legend says its value; a label would lie on the data.
    label: { show: false },
    data: [{ yAxis: p50 }],
  };
}

function medianBand(color: string, low: number, high: number): object {
  return {
    silent: true,
    animation: false,
    itemStyle: { color, opacity: 0.2 },
    data: [[{ yAxis: low }, { yAxis: high }]],
  };
}

function describe(tracks: readonly { label: string; y: Float64Array; p50: number | null }[]): string {
  const parts = tracks.map(({ label, y, p50 }) => {
    if (y.length === 0) return `${label}: no iterations measured`;
    const { min, max } = extent([y]);
    const median = p50 === null ? '' : `, median ${formatDuration(p50)}`;
    return `${label}: ${formatCount(y.length)} points from ${formatDuration(min)} to ${formatDuration(max)}${median}`;
  });
  return `Latency of each iteration over time. ${parts.join('. ')}.`;
}

export function extent(lists: readonly Float64Array[]): Range {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min > max ? { min: 0, max: 1 } : { min, max: max > min ? max : min + Math.max(Math.abs(min), 1e-9) };
}

export function pairs(x: Float64Array, y: Float64Array): [number, number | null][] {
  return Array.from(x, (value, index) => {
    const other = y[index] as number;
    return [value, Number.isNaN(other) ? null : other];
  });
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
