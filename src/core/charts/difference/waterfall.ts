import { formatDuration, type Milliseconds } from '../../../contract/units.ts';
import {
  deltaWord,
  MATCH_WORDS,
  signedDuration,
  signedShare,
} from '../../analysis/difference/shown/delta-words.ts';
import type { WaterfallStep } from '../../analysis/difference/shown/waterfall-steps.ts';
import type { Chart, ChartPalette, Range } from '../chart.ts';
import { fitPath } from '../fit-text.ts';
import { horizontalAxis, plotGrid } from '../frame.ts';
import { traceHatching, type LineTracer } from '../hatching.ts';
import { durationUnit, niceAxis } from '../scale.ts';
import { axisTooltip, tooltipHtml } from '../tooltip.ts';

export const WATERFALL_ROW_PX = 26;
const LABEL_WIDTH = 190;
const BAR_SHARE = 0.62;
/** Of what may be noise. */
const UNCLEAR_OPACITY = 0.4;
/** Where all bars between the wholes would lie in less of the axis than this, it begins later than at zero. */
const LEAST_SPREAD = 0.4;
/** Of the axis, for words beside the bars. */
const WORDS_SHARE = 0.26;

export interface WaterfallWords {
  /** What is accounted for: "a median iteration". */
  readonly per: string;
  /** What the two are called. */
  readonly a: string;
  readonly b: string;
  /** Place in Difference.parts that is selected; −1 for none. */
  readonly selected: number;
}

/** How A's time becomes B's: a bar for each part that goes on where the one above it ended. */
export function waterfall(
  steps: readonly WaterfallStep[],
  words: WaterfallWords,
  palette: ChartPalette,
): Chart {
  const range = rangeOf(steps);
  const aMs = steps[0]?.toMs ?? 0;
  const bMs = steps.at(-1)?.toMs ?? 0;
  const unit = durationUnit(Math.max(aMs, bMs));
  const isCut = range.min > 0;
  const begins = isCut ? `, from ${formatDuration(range.min)} on` : '';
  return {
    title: 'From A to B',
    description: describe(steps, words),
    legend: [
      { label: 'A', color: palette.blue, value: '' },
      { label: 'B', color: palette.orange, value: '' },
      { label: 'slower', color: palette.vermilion, value: '' },
      { label: 'faster', color: palette.green, value: '' },
      { label: 'residual and drift (hatched)', color: palette.families.other, value: '' },
      ...(steps.some((step) => step.isUnclear)
        ? [{ label: 'pale: may be noise', color: palette.families.idle, value: '' }]
        : []),
    ],
    option: {
      animation: false,
      grid: { ...plotGrid({ top: 4 }), left: LABEL_WIDTH + 16 },
      xAxis: horizontalAxis(palette, { name: `time of ${words.per} (${unit.name}${begins})`, unit }, range),
      yAxis: {
        type: 'category',
        inverse: true,
        data: steps.map((_, place) => String(place)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisPointer: { show: true, type: 'shadow', label: { show: false }, shadowStyle: { opacity: 0.12 } },
        axisLabel: {
          color: palette.text,
          fontFamily: palette.fontFamily,
          fontSize: 12,
          interval: 0,
          formatter: (place: string) => labelOf(steps[Number(place)], words),
        },
      },
      tooltip: {
        ...axisTooltip(palette, (points) => tipOf(steps[points[0]?.dataIndex ?? -1], aMs, words, palette)),
        axisPointer: { axis: 'y' },
      },
      series: [
        {
          id: 'steps',
          type: 'custom',
          clip: true,
          cursor: 'pointer',
          dimensions: ['from', 'step', 'to'],
          encode: { x: [0, 2], y: 1 },
          data: steps.map(({ fromMs, toMs }, place) => [fromMs, place, toMs]),
          renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: PlotApi) => ({
            type: 'group',
            children: barOf(steps, dataIndex, { range, aMs, words, palette, api }),
          }),
        },
      ],
    },
    pick: ({ y }) => {
      const place = Math.round(y);
      return steps[place] === undefined ? null : place;
    },
    table: () => [
      {
        label: 'what',
        values: steps.map(({ kind, label }) => (kind === 'a' ? words.a : kind === 'b' ? words.b : label)),
      },
      { label: 'change (ms)', values: steps.map((step) => (isWhole(step) ? null : step.toMs - step.fromMs)) },
      { label: 'time after it (ms)', values: steps.map(({ toMs }) => toMs) },
    ],
  };
}

interface PlotApi {
  coord(point: readonly [number, number]): readonly [number, number];
  size(extent: readonly [number, number]): readonly [number, number];
}

interface Drawing {
  readonly range: Range;
  readonly aMs: Milliseconds;
  readonly words: WaterfallWords;
  readonly palette: ChartPalette;
  readonly api: PlotApi;
}

type Element = Readonly<Record<string, unknown>>;

const LABEL_FONT = "11px 'Inter Variable', system-ui, sans-serif";
const STRONG_FONT = "600 11px 'Inter Variable', system-ui, sans-serif";

function barOf(steps: readonly WaterfallStep[], place: number, drawing: Drawing): readonly Element[] {
  const step = steps[place];
  if (step === undefined) return [];
  const { range, aMs, words, palette, api } = drawing;
  const from = api.coord([Math.max(range.min, Math.min(step.fromMs, step.toMs)), place]);
  const to = api.coord([Math.max(step.fromMs, step.toMs), place]);
  const height = Math.round(api.size([0, 1])[1] * BAR_SHARE);
  const x = Math.round(from[0]);
  const width = Math.max(2, Math.round(to[0]) - x);
  const y = Math.round(from[1] - height / 2);
  const isSelected = step.part >= 0 && step.part === words.selected;
  const isHatched =
    step.kind === 'residual' || step.kind === 'drift' || step.match === 'new' || step.match === 'gone';
  const elements: Element[] = [
    {
      type: 'rect',
      shape: { x, y, width, height, r: 1 },
      style: {
        fill: hueOf(step, palette),
        opacity: step.isUnclear ? UNCLEAR_OPACITY : 1,
        ...(isSelected ? { stroke: palette.text, lineWidth: 2 } : {}),
      },
    },
  ];
  if (isHatched) {
    const trace = (tracer: LineTracer): void => traceHatching(tracer, x, y, width, height);
    elements.push({
      type: 'traced',
      silent: true,
      shape: { by: { trace } },
      style: { fill: 'none', stroke: palette.surface, lineWidth: 1.5, opacity: 0.7 },
    });
  }
  if (isWhole(step) && range.min > 0) elements.push(cutMark(x + 10, y, height, palette));
  const next = steps[place + 1];
  if (next !== undefined) {
    const end = Math.round(api.coord([step.toMs, place])[0]);
    const nextY = api.coord([step.toMs, place + 1])[1] - height / 2;
    elements.push({
      type: 'line',
      silent: true,
      shape: { x1: end, y1: y + height, x2: end, y2: Math.round(nextY) },
      style: { stroke: palette.axis, lineWidth: 1 },
    });
  }
  elements.push({
    type: 'text',
    silent: true,
    style: {
      text: amountWords(step, aMs),
      x: x + width + 6,
      y: from[1],
      verticalAlign: 'middle',
      fill: palette.text,
      font: isWhole(step) || isSelected ? STRONG_FONT : LABEL_FONT,
    },
  });
  return elements;
}

/** Across a whole whose lower end is not shown. */
function cutMark(x: number, y: number, height: number, palette: ChartPalette): Element {
  return {
    type: 'polyline',
    silent: true,
    shape: {
      points: [
        [x + 3, y - 2],
        [x - 3, y + height / 3],
        [x + 3, y + (2 * height) / 3],
        [x - 3, y + height + 2],
      ],
    },
    style: { fill: 'none', stroke: palette.surface, lineWidth: 3 },
  };
}

function isWhole({ kind }: WaterfallStep): boolean {
  return kind === 'a' || kind === 'b';
}

function hueOf({ kind, fromMs, toMs }: WaterfallStep, palette: ChartPalette): string {
  if (kind === 'a') return palette.blue;
  if (kind === 'b') return palette.orange;
  if (kind === 'residual' || kind === 'drift') return palette.families.other;
  return toMs > fromMs ? palette.vermilion : palette.green;
}

/** What stands beside a bar: of a whole its time, of a part what it adds, of A's time. */
function amountWords(step: WaterfallStep, aMs: Milliseconds): string {
  const { kind, fromMs, toMs } = step;
  if (kind === 'a') return formatDuration(toMs);
  if (kind === 'b') return `${formatDuration(toMs)} (${signedShare(toMs - aMs, aMs)})`;
  return `${signedDuration(toMs - fromMs)} (${signedShare(toMs - fromMs, aMs)})`;
}

function labelOf(step: WaterfallStep | undefined, { a, b }: WaterfallWords): string {
  if (step === undefined) return '';
  const text = step.kind === 'a' ? `A  ${a}` : step.kind === 'b' ? `B  ${b}` : step.label;
  const mark = step.match === null || step.match === 'same' ? '' : ` · ${MATCH_WORDS[step.match]}`;
  return `${fitPath(text, LABEL_WIDTH - mark.length * 6.4)}${mark}`;
}

const KIND_WORDS: Readonly<Partial<Record<WaterfallStep['kind'], string>>> = {
  drift: 'the machine, rather than any operator: all unchanged ones moved by as much',
  residual: 'what no operator accounts for',
};

function tipOf(
  step: WaterfallStep | undefined,
  aMs: Milliseconds,
  words: WaterfallWords,
  palette: ChartPalette,
): string {
  if (step === undefined) return '';
  const color = hueOf(step, palette);
  if (step.kind === 'a')
    return tooltipHtml(cut(words.a), [{ label: 'A', value: formatDuration(step.toMs), color }]);
  if (step.kind === 'b')
    return tooltipHtml(cut(words.b), [{ label: 'B', value: formatDuration(step.toMs), color }]);
  const delta = step.toMs - step.fromMs;
  const said = KIND_WORDS[step.kind];
  return tooltipHtml(cut(step.label), [
    { label: deltaWord(delta), value: signedDuration(delta), color },
    { label: 'of A’s time', value: signedShare(delta, aMs) },
    { label: 'time up to here', value: formatDuration(step.toMs) },
    ...(step.isUnclear ? [{ label: 'may be noise', value: 'its interval holds zero' }] : []),
    ...(step.match === null ? [] : [{ label: 'match', value: MATCH_WORDS[step.match] }]),
    ...(said === undefined ? [] : [{ label: said, value: '' }]),
  ]);
}

function cut(text: string): string {
  return fitPath(text, 480);
}

/** From zero, unless all that changes would then be a sliver. With room for words at the end. */
function rangeOf(steps: readonly WaterfallStep[]): Range {
  const ends = steps.flatMap((step) => (isWhole(step) ? [step.toMs] : [step.fromMs, step.toMs]));
  const low = Math.min(...ends);
  const high = Math.max(...ends, 1e-9);
  const spread = high - low;
  const isSliver = low > 0 && spread < LEAST_SPREAD * high;
  const unit = durationUnit(high);
  const least = isSliver && spread > 0 ? niceAxis({ min: low - spread * 0.3, max: high }, unit, 5).min : 0;
  const min = Math.max(0, Math.min(least, low));
  return { min, max: min + (high - min) / (1 - WORDS_SHARE) };
}

function describe(steps: readonly WaterfallStep[], { per }: WaterfallWords): string {
  const aMs = steps[0]?.toMs ?? 0;
  const bMs = steps.at(-1)?.toMs ?? 0;
  const told = steps
    .filter((step) => !isWhole(step))
    .slice(0, 6)
    .map(({ label, fromMs, toMs }) => `${cut(label)} ${signedDuration(toMs - fromMs)}`);
  return `Time of ${per}: A ${formatDuration(aMs)}, then ${told.join(', ')}; B ${formatDuration(bMs)}.`;
}
