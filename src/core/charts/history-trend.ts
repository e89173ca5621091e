import type { History, HistoryPoints } from '../../contract/history.ts';
import { formatByUnit, formatCount, formatNumber, type Unit } from '../../contract/units.ts';
import { changeInPercent } from '../analysis/history/history-words.ts';
import type { Chart, ChartPalette, Range } from './chart.ts';
import { plotGrid, horizontalAxis, verticalAxis } from './frame.ts';
import { levelsOf, markLines, versionBands, whiskers } from './history-marks.ts';
import { byteUnit, durationUnit, type AxisUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export type HistoryTrend = Pick<
  History,
  'points' | 'versions' | 'changes' | 'anomalies' | 'baseline' | 'goal' | 'unit' | 'better' | 'metric'
>;

/** Beyond so many, intervals are a band of grey: only points and levels are drawn. */
const MOST_WHISKERS = 400;
const TOP = 34;
const MOST_DATES = 9;
const CSV_UNITS: Readonly<Partial<Record<Unit, string>>> = { ms: ' (ms)', bytes: ' (bytes)', joules: ' (J)' };

/**
 * A metric through a model's versions: a point for each run in order of time with its interval, the level between two
 * changes, a band for each version, and what stands out. Runs stand at equal distances: a history has holidays.
 */
export function historyTrend(data: HistoryTrend, palette: ChartPalette): Chart {
  const { points, changes, anomalies, unit } = data;
  const count = points.runIds.length;
  const range = valueRange(data);
  const axis = axisOf(unit, range.max);
  const across = { min: -0.5, max: Math.max(count, 1) - 0.5 };
  const odd = new Set(anomalies.map(({ index }) => index));
  const vertical = verticalAxis(
    palette,
    { name: axis.name === '' ? data.metric : `${data.metric} (${axis.name})`, unit: axis },
    range,
  );
  const inside = (value: number): number =>
    Math.min(vertical['max'] as number, Math.max(vertical['min'] as number, value));
  return {
    title: `${data.metric} through the runs`,
    description: describe(data),
    legend: [
      { label: 'run', color: palette.blue, value: '' },
      { label: 'level', color: palette.text, value: '' },
      ...(points.leftOut.includes(1)
        ? [{ label: 'not to be trusted, left out', color: palette.muted, value: '' }]
        : []),
      ...(anomalies.length === 0 ? [] : [{ label: 'stands out', color: palette.purple, value: '' }]),
      ...(data.baseline === null
        ? []
        : [
            {
              label: `baseline ${data.baseline.name}`,
              color: palette.orange,
              value: formatByUnit(data.baseline.value, unit),
            },
          ]),
      ...(data.goal === null
        ? []
        : [{ label: 'goal', color: palette.green, value: formatByUnit(data.goal, unit) }]),
    ],
    option: {
      animation: false,
      grid: plotGrid({ top: TOP }),
      xAxis: {
        ...horizontalAxis(palette, { name: 'runs in order, by day', unit: { name: '', size: 1 } }, across),
        interval: Math.max(1, Math.ceil(count / MOST_DATES)),
        axisLabel: {
          color: palette.muted,
          fontFamily: palette.numberFamily,
          fontSize: 11,
          hideOverlap: true,
          formatter: (value: number) => dayOf(points, Math.round(value + 0.5)),
        },
        axisPointer: { show: true, type: 'line', snap: false, label: { show: false } },
      },
      yAxis: vertical,
      tooltip: axisTooltip(palette, (hits) =>
        tipOf(data, palette, Math.round(hits[0]?.value[0] ?? Number.NaN)),
      ),
      series: [
        {
          id: 'levels',
          type: 'line',
          silent: true,
          symbol: 'none',
          step: 'end',
          clip: true,
          lineStyle: { color: palette.text, width: 1, opacity: 0.75 },
          data: levelsOf(points, changes),
          markArea: versionBands(data, palette, count),
          markLine: markLines(data, palette),
        },
        ...(count > MOST_WHISKERS ? [] : [whiskers(points, palette, inside)]),
        {
          id: 'runs',
          type: 'scatter',
          clip: true,
          symbolSize: count > 1000 ? 3 : 5,
          large: false,
          itemStyle: { color: palette.blue },
          emphasis: { disabled: true },
          data: Array.from(points.values, (value, index) =>
            Number.isFinite(value) && !odd.has(index) && points.leftOut[index] !== 1
              ? [index, inside(value)]
              : [index, null],
          ),
        },
        {
          id: 'left-out',
          type: 'scatter',
          clip: true,
          symbol: 'emptyCircle',
          symbolSize: 5,
          itemStyle: { color: palette.muted },
          emphasis: { disabled: true },
          data: Array.from(points.leftOut, (isLeftOut, index) =>
            isLeftOut === 1 && Number.isFinite(points.values[index])
              ? [index, inside(points.values[index] as number)]
              : [index, null],
          ),
        },
        {
          id: 'anomalies',
          type: 'scatter',
          clip: false,
          symbol: 'diamond',
          symbolSize: 9,
          itemStyle: { color: palette.purple },
          emphasis: { disabled: true },
          data: anomalies.map(({ index }) => [index, inside(points.values[index] as number)]),
        },
      ],
    },
    pick: ({ x }) => {
      const index = Math.round(x);
      return index >= 0 && index < count ? index : null;
    },
    table: () => [
      { label: 'run', values: points.runIds },
      { label: 'at', values: Array.from(points.at, (at) => new Date(at).toISOString()) },
      {
        label: `${data.metric}${CSV_UNITS[unit] ?? ''}`,
        values: points.values,
      },
      { label: 'low', values: points.low },
      { label: 'high', values: points.high },
      {
        label: 'version',
        values: Array.from(points.version, (place) => data.versions[place]?.contentHash ?? ''),
      },
      {
        label: 'change',
        values: points.runIds.map((id) => (changes.some(({ runId }) => runId === id) ? 1 : 0)),
      },
    ],
  };
}

/** What lies far outside of all else stands at the edge: one run in a slow mode must not flatten the trend. */
function valueRange({ points, anomalies, baseline, goal }: HistoryTrend): Range {
  const odd = new Set(anomalies.map(({ index }) => index));
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  const take = (value: number | undefined): void => {
    if (value === undefined || !Number.isFinite(value)) return;
    min = Math.min(min, value);
    max = Math.max(max, value);
  };
  points.values.forEach((value, index) => {
    if (!odd.has(index) && points.leftOut[index] !== 1) take(value);
  });
  take(baseline?.value);
  take(goal ?? undefined);
  if (min > max) points.values.forEach(take);
  if (min > max) return { min: 0, max: 1 };
  const room = Math.max((max - min) * 0.12, Math.abs(max) * 0.02);
  return { min: Math.max(min - room, Math.min(0, min)), max: max + room };
}

function axisOf(unit: Unit, largest: number): AxisUnit {
  if (unit === 'ms') return durationUnit(largest);
  if (unit === 'bytes') return byteUnit(largest);
  return { name: unit === 'per-second' ? '/s' : unit === 'percent' ? '%' : '', size: 1 };
}

function tipOf(data: HistoryTrend, palette: ChartPalette, index: number): string {
  const { points, versions, changes, anomalies, unit } = data;
  const id = points.runIds[index];
  if (id === undefined) return '';
  const version = versions[points.version[index] as number];
  const value = points.values[index] as number;
  const [low, high] = [points.low[index] as number, points.high[index] as number];
  const change = changes.find((each) => each.index === index);
  const odd = anomalies.find((each) => each.index === index);
  return tooltipHtml(`${id} · ${dateOf(points.at[index] as number)}`, [
    { label: data.metric, value: formatByUnit(value, unit), color: palette.blue },
    ...(Number.isFinite(low) && Number.isFinite(high)
      ? [{ label: '95 %', value: `${formatByUnit(low, unit)} to ${formatByUnit(high, unit)}` }]
      : []),
    ...(version === undefined
      ? []
      : [{ label: `v${(points.version[index] as number) + 1}`, value: version.contentHash.slice(0, 8) }]),
    ...(change === undefined ? [] : [{ label: 'changed here', value: changeInPercent(change.change.ratio) }]),
    ...(points.leftOut[index] === 1 ? [{ label: 'left out', value: 'not to be trusted' }] : []),
    ...(odd === undefined
      ? []
      : [{ label: 'stands out', value: `${formatNumber(odd.score, 2)} deviations` }]),
  ]);
}

function dateOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function dayOf({ at }: HistoryPoints, place: number): string {
  const time = at[place];
  return time === undefined ? '' : dateOf(time).slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function describe({ points, versions, changes, anomalies, metric }: HistoryTrend): string {
  const found =
    changes.length === 0
      ? 'No change was found'
      : `${changes.length === 1 ? 'One change' : `${changes.length} changes`}: ${changes
          .slice(0, 5)
          .map(({ sentence }) => sentence)
          .join(' ')}`;
  return (
    `${metric} of ${formatCount(points.runIds.length)} runs of ${formatCount(versions.length)} ` +
    `${versions.length === 1 ? 'version' : 'versions'} in order of time. ${found}. ` +
    `${anomalies.length === 0 ? 'No run stands out' : `${anomalies.length} stand out`}.`
  );
}
