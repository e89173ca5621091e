import type { TraceUnit } from '../../contract/trace.ts';
import type { SourceTrack, SpanWindow } from '../../contract/span-source.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { isHatchedDelta } from './difference/delta-scale.ts';
import { categoryHue, familyWords, inkOn } from './family-hue.ts';
import { fitPath, fitText } from './fit-text.ts';
import { flameAxis } from './flame-axis.ts';
import { traceHatching, type LineTracer } from './hatching.ts';

/** A row of the chart, with the gap below it. */
export const FLAME_ROW_PX = 19;
export const FLAME_MARGIN = { left: 8, right: 8, top: 24, bottom: 4 } as const;

const LEAST_LABEL_PX = 26;
const LABEL_PADDING_PX = 4;
const LEAST_HATCHED_PX = 3;

export interface FlameBox {
  readonly row: number;
  readonly fromUs: number;
  readonly toUs: number;
}

export interface FlamePicture {
  readonly title: string;
  readonly axis: 'time' | 'weight';
  readonly unit?: TraceUnit;
  /** What the axis calls zero. */
  readonly originUs: number;
  /** What is shown; the row need not be a whole one. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly fromRow: number;
  readonly toRow: number;
  readonly tracks: readonly SourceTrack[];
  readonly categories: readonly string[];
  readonly window: SpanWindow;
  readonly isSearching: boolean;
  /** Outlined. */
  readonly selected: FlameBox | null;
  /** Row 0 at the bottom. */
  readonly isUpsideDown: boolean;
  /** Rows and nothing else, as high as there is room: for an overview. */
  readonly isBare: boolean;
}

/** Where on the drawing a time and a row are. */
interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What it draws on: a canvas, or the path of a vector drawing. */
interface Tracer extends LineTracer {
  rect(x: number, y: number, width: number, height: number): void;
}

type Element = Readonly<Record<string, unknown>>;

/** Spans as rectangles, one path for each category: thousands are drawn at once. */
export function flameChart(picture: FlamePicture, palette: ChartPalette): Chart {
  const { title, window, categories, tracks, isBare } = picture;
  const used = new Set(window.category);
  const spans = window.merged.reduce((sum, count) => sum + count, 0);
  return {
    title,
    description: `${title}: ${spans} spans shown as ${window.count} rectangles in ${tracks.length} tracks.`,
    legend: categories
      .map((category, index) => ({ category, index }))
      .filter(({ index }) => used.has(index))
      .map(({ category }) => ({
        label: familyWords(category),
        color: categoryHue(category, palette),
        value: '',
      })),
    option: {
      animation: false,
      grid: isBare
        ? { left: 0, right: 0, top: 0, bottom: 0, outerBoundsMode: 'none' }
        : { ...FLAME_MARGIN, outerBoundsMode: 'none' },
      tooltip: { show: false },
      axisPointer: { show: false },
      xAxis: flameAxis(picture, palette),
      yAxis: {
        type: 'value',
        min: picture.fromRow,
        max: picture.toRow,
        inverse: !picture.isUpsideDown,
        show: false,
      },
      series: [
        {
          id: 'spans',
          type: 'custom',
          clip: true,
          silent: true,
          progressive: 0,
          data: [[0, picture.fromRow]],
          renderItem: ({ coordSys }: { readonly coordSys: Plot }): Element => ({
            type: 'group',
            children: elements(picture, coordSys, palette),
          }),
        },
      ],
    },
    table: () => tableOf(picture),
  };
}

function elements(picture: FlamePicture, plot: Plot, palette: ChartPalette): readonly Element[] {
  const { window, categories, isSearching } = picture;
  const place = placing(picture, plot);
  const fills = categories.map((category) => categoryHue(category, palette));
  const dimmed = palette.families.idle;
  const isDim = (index: number): boolean => isSearching && window.isMatch[index] === 0;
  // The same elements in the same order at each frame, so that they are kept and not made anew.
  const paths = [...fills, dimmed].map((fill, category) => ({
    type: 'traced',
    shape: {
      by: {
        trace: (tracer: Tracer): void => {
          for (let index = 0; index < window.count; index += 1) {
            // A category that is not in the list has no hue.
            const listed = Math.min(fills.length, window.category[index] as number);
            const own = isDim(index) ? fills.length : listed;
            if (own !== category) continue;
            const { x, y, width, height } = place(index);
            tracer.rect(x, y, width, height);
          }
        },
      },
    },
    style: { fill },
  }));
  if (picture.isBare) return paths;
  return [
    ...paths,
    ...hatching(picture, place, palette),
    outline(picture, plot, palette),
    ...headings(picture, plot, palette),
    ...labels(picture, place, (index) =>
      isDim(index) ? palette.muted : inkOn(fills[window.category[index] as number] ?? dimmed),
    ),
  ];
}

/** Over what has a pattern beside its hue. */
function hatching(
  { window, categories }: FlamePicture,
  place: (index: number) => Rectangle,
  palette: ChartPalette,
): readonly Element[] {
  const isHatched = categories.map(isHatchedDelta);
  if (!isHatched.includes(true)) return [];
  const trace = (tracer: Tracer): void => {
    for (let index = 0; index < window.count; index += 1) {
      if (isHatched[window.category[index] as number] !== true) continue;
      const { x, y, width, height } = place(index);
      if (width >= LEAST_HATCHED_PX) traceHatching(tracer, x, y, width, height);
    }
  };
  return [
    {
      type: 'traced',
      shape: { by: { trace } },
      style: { fill: 'none', stroke: palette.surface, lineWidth: 1, opacity: 0.55 },
    },
  ];
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** In whole pixels, since soft edges of thousands of neighbours would grey them. */
function placing(picture: FlamePicture, plot: Plot): (index: number) => Rectangle {
  const { window } = picture;
  const rowsTop = rowTop(picture, plot);
  const perUs = plot.width / (picture.toUs - picture.fromUs);
  const tall = plot.height / (picture.toRow - picture.fromRow);
  const height = Math.max(1, tall - (tall >= 4 ? 1 : 0));
  return (index) => {
    const left = Math.round(plot.x + ((window.fromUs[index] as number) - picture.fromUs) * perUs);
    const right = Math.round(plot.x + ((window.toUs[index] as number) - picture.fromUs) * perUs);
    return {
      x: left,
      y: rowsTop(window.row[index] as number),
      width: Math.max(1, right - left - (right - left >= 3 ? 1 : 0)),
      height,
    };
  };
}

function rowTop(picture: FlamePicture, plot: Plot): (row: number) => number {
  const tall = plot.height / (picture.toRow - picture.fromRow);
  return (row) =>
    picture.isUpsideDown
      ? plot.y + plot.height - (row + 1 - picture.fromRow) * tall
      : plot.y + (row - picture.fromRow) * tall;
}

function labels(
  { window }: FlamePicture,
  place: (index: number) => Rectangle,
  inkAt: (index: number) => string,
): readonly Element[] {
  const drawn: Element[] = [];
  for (let index = 0; index < window.count; index += 1) {
    if (window.merged[index] !== 1) continue;
    const { x, y, width, height } = place(index);
    if (width < LEAST_LABEL_PX) continue;
    const text = fitPath(window.names[window.name[index] as number] ?? '', width - 2 * LABEL_PADDING_PX);
    if (text === '') continue;
    drawn.push({
      type: 'text',
      style: {
        text,
        x: x + LABEL_PADDING_PX,
        y: y + height / 2 + 0.5,
        verticalAlign: 'middle',
        fill: inkAt(index),
        // A font is a string here: families would be put together at each frame.
        font: LABEL_FONT,
      },
    });
  }
  return drawn;
}

const LABEL_FONT = "11px 'Inter Variable', system-ui, sans-serif";
const HEADING_FONT = "600 11px 'Inter Variable', system-ui, sans-serif";

function headings(picture: FlamePicture, plot: Plot, palette: ChartPalette): readonly Element[] {
  const top = rowTop(picture, plot);
  return picture.tracks
    .filter(
      ({ isHeaded, firstRow }) => isHeaded && firstRow > picture.fromRow && firstRow - 1 < picture.toRow,
    )
    .map(({ name, group, firstRow }) => ({
      type: 'text',
      style: {
        text: fitText([group, name].filter((word) => word !== '').join(' · '), plot.width),
        x: plot.x,
        y: top(firstRow - 1) + FLAME_ROW_PX / 2,
        verticalAlign: 'middle',
        fill: palette.text,
        font: HEADING_FONT,
      },
    }));
}

function outline(picture: FlamePicture, plot: Plot, palette: ChartPalette): Element {
  const { selected } = picture;
  const perUs = plot.width / (picture.toUs - picture.fromUs);
  const at = (us: number): number =>
    Math.round(plot.x + (Math.min(picture.toUs, Math.max(picture.fromUs, us)) - picture.fromUs) * perUs);
  const isIn = selected !== null && selected.toUs >= picture.fromUs && selected.fromUs <= picture.toUs;
  const left = isIn ? at(selected.fromUs) : 0;
  return {
    type: 'rect',
    invisible: !isIn,
    z2: 2,
    shape: isIn
      ? {
          x: left - 0.5,
          y: rowTop(picture, plot)(selected.row) - 0.5,
          width: Math.max(3, at(selected.toUs) - left),
          height: FLAME_ROW_PX,
        }
      : { x: 0, y: 0, width: 0, height: 0 },
    style: { fill: 'none', stroke: palette.text, lineWidth: 2 },
  };
}

function tableOf({ window, categories, tracks, originUs }: FlamePicture): ReturnType<Chart['table']> {
  const places = Array.from({ length: window.count }, (_, index) => index);
  const trackAt = (row: number): string =>
    tracks.find(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows)?.name ?? '';
  return [
    { label: 'span', values: places.map((at) => window.names[window.name[at] as number] ?? '') },
    { label: 'category', values: places.map((at) => categories[window.category[at] as number] ?? '') },
    { label: 'track', values: places.map((at) => trackAt(window.row[at] as number)) },
    { label: 'row', values: window.row },
    { label: 'from (µs)', values: places.map((at) => (window.fromUs[at] as number) - originUs) },
    { label: 'to (µs)', values: places.map((at) => (window.toUs[at] as number) - originUs) },
    { label: 'spans merged', values: window.merged },
  ];
}
