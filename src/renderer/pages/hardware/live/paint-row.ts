import { MARKS, THROTTLE_REASONS } from '../../../../contract/hardware-channels.ts';
import type { ChartPalette, Range } from '../../../../core/charts/chart.ts';
import { pixelLine, roundTop } from '../../../../core/charts/pixel-line.ts';
import type { ChannelView } from '../../../state/hardware-window.ts';
import type { HardwareRow } from '../device-groups.ts';

export interface Ground {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly palette: ChartPalette;
  readonly range: Range;
  /** Where a pointer is on the time axis; null where it is nowhere. */
  readonly hairMs: number | null;
}

export interface RowData {
  readonly row: HardwareRow;
  readonly views: readonly (ChannelView | null)[];
  readonly limits: readonly number[];
  /** The scale as it was last drawn. */
  readonly top: number;
}

const INSET = 3;
/** Pixels: narrower ones cannot be told apart. */
const CELL = 2;

/** Draws a row anew; answers the top of its scale. */
export function paintRow(ground: Ground, data: RowData): number {
  const { context, width, height, palette } = ground;
  context.clearRect(0, 0, width, height);
  let top = data.top;
  if (data.row.kind === 'heat') top = paintHeat(ground, data);
  else if (data.row.kind === 'flags') paintFlags(ground, data);
  else top = paintLines(ground, data);
  context.fillStyle = palette.grid;
  context.fillRect(0, height - 1, width, 1);
  paintHair(ground);
  return top;
}

function paintLines(ground: Ground, { row, views, limits, top: before }: RowData): number {
  const { context, width, height, palette, range } = ground;
  const lines = views.map((view, index) =>
    view === null ? null : pixelLine(view, range, width, gapMs(row.series[index]?.periodMs ?? 0)),
  );
  const highest = Math.max(0, ...lines.flatMap((line) => (line?.y ?? []).filter((y) => !Number.isNaN(y))));
  const top = topOf(row, highest, limits, before);
  const plot = height - INSET - 1;
  const yOf = (value: number): number => height - 1 - (Math.min(Math.max(value, 0), top) / top) * plot;
  for (const limit of limits) if (limit <= top) paintLimit(ground, yOf(limit));
  for (const [index, line] of lines.entries()) {
    if (line === null) continue;
    context.strokeStyle = palette[row.series[index]?.hue ?? 'muted'];
    context.fillStyle = context.strokeStyle;
    paintLine(context, line.x, line.y.map(yOf), index === 0 && row.series.length === 1 ? height - 1 : null);
  }
  return top;
}

function paintLine(
  context: CanvasRenderingContext2D,
  x: readonly number[],
  y: readonly number[],
  floor: number | null,
): void {
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  let from = 0;
  for (let index = 0; index <= x.length; index += 1) {
    if (index < x.length && !Number.isNaN(x[index])) continue;
    if (index > from) paintPiece(context, x, y, from, index, floor);
    from = index + 1;
  }
}

function paintPiece(
  context: CanvasRenderingContext2D,
  x: readonly number[],
  y: readonly number[],
  from: number,
  to: number,
  floor: number | null,
): void {
  const [left, right] = [x[from] as number, x[to - 1] as number];
  context.beginPath();
  // One reading by itself is a dot.
  context.moveTo(left - (to - from === 1 ? 1 : 0), y[from] as number);
  for (let index = from; index < to; index += 1) context.lineTo(x[index] as number, y[index] as number);
  context.stroke();
  if (floor === null) return;
  context.lineTo(right, floor);
  context.lineTo(left, floor);
  context.globalAlpha = 0.14;
  context.fill();
  context.globalAlpha = 1;
}

/** A line that the mean may not cross: dashed, so that it is no reading. */
function paintLimit({ context, width, palette }: Ground, y: number): void {
  context.strokeStyle = palette.vermilion;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}

function paintHair({ context, height, width, palette, range, hairMs }: Ground): void {
  if (hairMs === null) return;
  const x = ((hairMs - range.min) / (range.max - range.min)) * width;
  context.fillStyle = palette.muted;
  context.fillRect(Math.round(x), 0, 1, height);
}

/** Each core a line of cells, stronger where it is busier. */
function paintHeat(ground: Ground, { row, views }: RowData): number {
  const { context, height, palette } = ground;
  const cores = views.length;
  const full = row.unit === 'percent' ? 100 : Math.max(1, ...views.map(highestOf));
  const columns = Math.ceil(ground.width / CELL);
  // A pixel for each cell, blown up: sixty-four cores are one picture, not twenty thousand rectangles.
  const strengths = new ImageData(columns, cores);
  for (const [core, view] of views.entries()) {
    if (view === null) continue;
    for (const { x, wide, value } of cellsOf(view, ground, row.series[core]?.periodMs ?? 0)) {
      const alpha = 255 * Math.min(1, 0.05 + 0.95 * (value / full));
      const from = core * columns + x / CELL;
      const to = Math.min(from + wide / CELL, (core + 1) * columns);
      for (let pixel = from; pixel < to; pixel += 1) strengths.data[pixel * 4 + 3] = alpha;
    }
  }
  const picture = new OffscreenCanvas(columns, cores);
  const brush = picture.getContext('2d');
  if (brush === null) return full;
  brush.putImageData(strengths, 0, 0);
  brush.globalCompositeOperation = 'source-in';
  brush.fillStyle = palette[row.series[0]?.hue ?? 'muted'];
  brush.fillRect(0, 0, columns, cores);
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, columns * CELL, height - 1);
  const tall = (height - 1) / cores;
  for (let core = 1; tall >= 5 && core < cores; core += 1) {
    context.clearRect(0, Math.round(core * tall) - 1, columns * CELL, 1);
  }
  return full;
}

interface HeldCell {
  readonly x: number;
  /** Up to the next reading, where that is not too far. */
  readonly wide: number;
  readonly value: number;
}

/** The highest of each cell: a core that was busy for one tick must not be lost between two columns. */
function cellsOf(view: ChannelView, { width, range }: Ground, periodMs: number): readonly HeldCell[] {
  const { atMs, values, marks } = view;
  const scale = width / CELL / (range.max - range.min);
  const cells: { place: number; value: number }[] = [];
  for (let index = 0; index < atMs.length; index += 1) {
    const value = values[index] as number;
    if (marks[index] === MARKS.missing || Number.isNaN(value)) continue;
    const place = Math.floor(((atMs[index] as number) - range.min) * scale);
    const last = cells.at(-1);
    if (last?.place === place) last.value = Math.max(last.value, value);
    else if (place >= 0) cells.push({ place, value });
  }
  const reach = Math.max(1, Math.ceil(gapMs(periodMs) * scale));
  return cells.map(({ place, value }, index) => ({
    x: place * CELL,
    wide: Math.min(reach, (cells[index + 1]?.place ?? place + 1) - place) * CELL,
    value,
  }));
}

const HOLDS_BACK = THROTTLE_REASONS.reduce((bits, { bit, holdsBack }) => (holdsBack ? bits | bit : bits), 0);

/** Bars while something was set: in the hue of what is bad where it holds a card back. */
function paintFlags(ground: Ground, { row, views }: RowData): void {
  const { context, height, palette } = ground;
  const isThrottle = row.series[0]?.metric === 'gpu.throttle';
  const view = views[0];
  if (view === null || view === undefined) return;
  for (const { x, wide, value } of cellsOf(view, ground, row.series[0]?.periodMs ?? 0)) {
    const isSet = isThrottle ? (value & HOLDS_BACK) !== 0 : value > 0;
    context.fillStyle = isSet ? (isThrottle ? palette.vermilion : palette.muted) : palette.grid;
    const tall = isSet ? height - 2 * INSET : 2;
    context.fillRect(x, height - 1 - tall, wide, tall);
  }
}

function highestOf(view: ChannelView | null): number {
  let high = 0;
  for (const value of view?.values ?? []) if (value > high) high = value;
  return high;
}

/** A whole or a capacity stays; anything else grows at once and shrinks only when it is far too large. */
function topOf(row: HardwareRow, highest: number, limits: readonly number[], before: number): number {
  if (row.top !== null) return Math.max(row.top, highest);
  const near = limits.filter((limit) => limit <= highest * 1.6);
  const isBytes = row.unit === 'bytes' || row.unit === 'bytes-per-second';
  const wanted = roundTop(
    Math.max(row.unit === 'percent' ? 10 : 0, highest * 1.02, ...near),
    isBytes ? 1024 : 1000,
  );
  if (row.unit === 'percent' && highest <= 100 && wanted > 100) return 100;
  return wanted <= before && wanted > before * 0.35 ? before : wanted;
}

/** A few readings late is late; more is a hole. */
export function gapMs(periodMs: number): number {
  return Math.max(periodMs * 4, 2500);
}
