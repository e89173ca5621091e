import type { SpanWindow } from '../../../contract/span-source.ts';
import type { CounterWindow, SpanLink } from '../../../contract/trace-view.ts';
import type { TraceBookmark, TraceUnit } from '../../../contract/trace.ts';
import type { ChartPalette } from '../chart.ts';
import { categoryHue, inkOn } from '../family-hue.ts';
import { fitPath, fitText } from '../fit-text.ts';
import { lengthAxis } from '../length-ticks.ts';
import { paintCounter } from './paint-counter.ts';
import { paintLinks } from './paint-links.ts';
import type { TimelineInk } from './timeline-ink.ts';
import { stripsIn, type TimelineLayout, type TimelineStrip } from './timeline-strips.ts';

export const TIMELINE_ROW_PX = 19;
/** Above the rows: the axis, with the flags of bookmarks. */
export const TIMELINE_TOP_PX = 34;

const LEAST_LABEL_PX = 24;
const PADDING_PX = 4;
const SUMMARY_PX = 6;
const LABEL_FONT = "11px 'Inter Variable', system-ui, sans-serif";
const STRONG_FONT = "600 11px 'Inter Variable', system-ui, sans-serif";

export interface TimelinePicture {
  readonly width: number;
  readonly height: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly topRow: number;
  /** What the axis calls zero. */
  readonly originUs: number;
  readonly unit: TraceUnit;
  readonly layout: TimelineLayout;
  readonly categories: readonly string[];
  /** May be of another stretch than what is drawn: what there is of it then stands in its place. */
  readonly window: SpanWindow | null;
  readonly counters: ReadonlyMap<number, CounterWindow>;
  readonly counterUnits: readonly string[];
  readonly links: readonly SpanLink[];
  readonly isSearching: boolean;
  readonly selected: { readonly row: number; readonly fromUs: number; readonly toUs: number } | null;
  readonly bookmarks: readonly TraceBookmark[];
}

export function paintTimeline(ink: TimelineInk, picture: TimelinePicture, palette: ChartPalette): void {
  const { width, height, topRow } = picture;
  ink.fillStyle = palette.surface;
  ink.fillRect(0, 0, width, height);
  ink.textBaseline = 'middle';
  ink.textAlign = 'left';
  const toRow = topRow + (height - TIMELINE_TOP_PX) / TIMELINE_ROW_PX;
  const strips = stripsIn(picture.layout, topRow, toRow);
  ink.save();
  ink.beginPath();
  ink.rect(0, TIMELINE_TOP_PX, width, height - TIMELINE_TOP_PX);
  ink.clip();
  paintGround(ink, picture, strips, palette);
  for (const strip of strips) {
    if (strip.kind !== 'counter') continue;
    const box = { y: yOf(picture, strip.top), height: strip.rows * TIMELINE_ROW_PX };
    const unit = picture.counterUnits[strip.counter] ?? '';
    paintCounter(ink, picture, picture.counters.get(strip.counter) ?? null, box, unit, palette);
  }
  paintSpans(ink, picture, palette);
  paintSelected(ink, picture, palette);
  paintLinks(ink, picture, (row) => yOf(picture, row) + TIMELINE_ROW_PX / 2, palette);
  ink.restore();
  paintAxis(ink, picture, palette);
  paintBookmarks(ink, picture, palette);
}

export function xOf({ fromUs, toUs, width }: TimelinePicture, us: number): number {
  return ((us - fromUs) / (toUs - fromUs)) * width;
}

function yOf({ topRow }: TimelinePicture, row: number): number {
  return TIMELINE_TOP_PX + (row - topRow) * TIMELINE_ROW_PX;
}

function paintGround(
  ink: TimelineInk,
  picture: TimelinePicture,
  strips: readonly TimelineStrip[],
  palette: ChartPalette,
): void {
  for (const strip of strips) {
    const y = Math.round(yOf(picture, strip.top));
    if (strip.kind === 'group') {
      ink.fillStyle = palette.sunken;
      ink.fillRect(0, y, picture.width, strip.rows * TIMELINE_ROW_PX);
    }
    ink.fillStyle = palette.grid;
    ink.fillRect(0, y, picture.width, 1);
  }
  ink.fillStyle = palette.grid;
  for (const { at } of axisOf(picture).ticks) {
    const x = Math.round(xOf(picture, at * 1000 + picture.originUs));
    ink.fillRect(x, TIMELINE_TOP_PX, 1, picture.height);
  }
}

function axisOf({ fromUs, toUs, originUs, unit, width }: TimelinePicture) {
  const range = { min: (fromUs - originUs) / 1000, max: (toUs - originUs) / 1000 };
  return lengthAxis(range, unit, Math.max(2, Math.min(10, width / 110)));
}

function paintSpans(ink: TimelineInk, picture: TimelinePicture, palette: ChartPalette): void {
  const { window, layout, categories, width, isSearching } = picture;
  if (window === null) return;
  const fills = categories.map((category) => categoryHue(category, palette));
  const dimmed = palette.families.idle;
  const fillAt = (index: number): string =>
    isSearching && window.isMatch[index] === 0 ? dimmed : (fills[window.category[index] as number] ?? dimmed);
  const perUs = width / (picture.toUs - picture.fromUs);
  const first = picture.topRow - 1;
  const last = picture.topRow + picture.height / TIMELINE_ROW_PX + 1;
  /** While its tracks are to be seen, a process says by a thin line alone when it was busy. */
  const thin = new Set(
    stripsIn(layout, first, last)
      .filter(({ kind, isFolded }) => kind === 'group' && !isFolded)
      .map(({ top }) => top),
  );
  const labelled: number[] = [];
  let fill = '';
  for (const index of byCategory(window)) {
    const row = layout.shownRow[window.row[index] as number] ?? -1;
    if (row < first || row > last) continue;
    const left = Math.round(((window.fromUs[index] as number) - picture.fromUs) * perUs);
    const right = Math.round(((window.toUs[index] as number) - picture.fromUs) * perUs);
    if (right < 0 || left > width) continue;
    const wide = Math.max(1, right - left - (right - left >= 3 && window.merged[index] === 1 ? 1 : 0));
    const wanted = fillAt(index);
    if (wanted !== fill) ink.fillStyle = fill = wanted;
    const from = Math.max(-2, left);
    const isThin = thin.has(row);
    const tall = isThin ? SUMMARY_PX : TIMELINE_ROW_PX - 1;
    ink.fillRect(
      from,
      yOf(picture, row) + TIMELINE_ROW_PX - tall,
      Math.min(width + 2, left + wide) - from,
      tall,
    );
    if (!isThin && window.merged[index] === 1 && wide >= LEAST_LABEL_PX) labelled.push(index);
  }
  ink.font = LABEL_FONT;
  for (const index of labelled) {
    const row = layout.shownRow[window.row[index] as number] as number;
    const left = Math.max(0, Math.round(((window.fromUs[index] as number) - picture.fromUs) * perUs));
    const right = Math.min(width, Math.round(((window.toUs[index] as number) - picture.fromUs) * perUs));
    const name = window.names[window.name[index] as number] ?? '';
    const text = fitPath(name, right - left - 2 * PADDING_PX - 1);
    if (text === '') continue;
    ink.fillStyle = isSearching && window.isMatch[index] === 0 ? palette.muted : inkOn(fillAt(index));
    ink.fillText(text, left + PADDING_PX, yOf(picture, row) + TIMELINE_ROW_PX / 2 + 1);
  }
}

const orders = new WeakMap<SpanWindow, Uint32Array>();

/** One hue after the other: to change it for each rectangle costs more than to draw it. */
function byCategory(window: SpanWindow): Uint32Array {
  const known = orders.get(window);
  if (known !== undefined) return known;
  const key = (index: number): number =>
    (window.category[index] as number) * 2 + (window.isMatch[index] as number);
  const order = Uint32Array.from({ length: window.count }, (_, index) => index);
  order.sort((one, other) => key(one) - key(other));
  orders.set(window, order);
  return order;
}

function paintSelected(ink: TimelineInk, picture: TimelinePicture, palette: ChartPalette): void {
  const { selected, layout } = picture;
  const row = selected === null ? -1 : (layout.shownRow[selected.row] ?? -1);
  if (selected === null || row < 0 || selected.toUs < picture.fromUs || selected.fromUs > picture.toUs)
    return;
  const left = Math.max(-4, Math.round(xOf(picture, selected.fromUs)));
  const right = Math.min(picture.width + 4, Math.round(xOf(picture, selected.toUs)));
  ink.strokeStyle = palette.text;
  ink.lineWidth = 2;
  ink.strokeRect(left, yOf(picture, row) + 1, Math.max(3, right - left), TIMELINE_ROW_PX - 1);
}

function paintAxis(ink: TimelineInk, picture: TimelinePicture, palette: ChartPalette): void {
  ink.fillStyle = palette.surface;
  ink.fillRect(0, 0, picture.width, TIMELINE_TOP_PX);
  ink.fillStyle = palette.axis;
  ink.fillRect(0, TIMELINE_TOP_PX - 1, picture.width, 1);
  ink.font = LABEL_FONT;
  ink.fillStyle = palette.muted;
  for (const { at, label } of axisOf(picture).ticks) {
    const x = xOf(picture, at * 1000 + picture.originUs);
    if (x > picture.width - 24) continue;
    ink.fillText(label, Math.max(2, x + 4), 10);
    ink.fillRect(Math.round(x), TIMELINE_TOP_PX - 6, 1, 5);
  }
}

/** A flag on the axis, and a line through all rows: of a stretch, its ends and what is between them. */
function paintBookmarks(ink: TimelineInk, picture: TimelinePicture, palette: ChartPalette): void {
  let free = Number.NEGATIVE_INFINITY;
  for (const { fromUs, toUs, label } of picture.bookmarks) {
    const left = xOf(picture, fromUs);
    const right = toUs === null ? left : xOf(picture, toUs);
    if (right < -100 || left > picture.width) continue;
    ink.fillStyle = palette.accent;
    if (toUs !== null) {
      ink.globalAlpha = 0.08;
      ink.fillRect(left, TIMELINE_TOP_PX, right - left, picture.height);
      ink.globalAlpha = 1;
      ink.fillRect(left, TIMELINE_TOP_PX - 4, Math.max(1, right - left), 3);
      ink.fillRect(Math.round(right), TIMELINE_TOP_PX - 4, 1, picture.height);
    }
    ink.fillRect(Math.round(left), 18, 1, picture.height);
    const text = fitText(label, 96);
    ink.font = STRONG_FONT;
    ink.beginPath();
    ink.moveTo(left, 18);
    ink.lineTo(left + 7, 22);
    ink.lineTo(left, 26);
    ink.closePath();
    ink.fill();
    // Of those too near to each other the first is named; the list names all.
    if (left < free) continue;
    ink.fillText(text, left + 10, 23);
    free = left + 20 + 6.5 * text.length;
  }
}
