import { MARKS } from '../../contract/hardware-channels.ts';
import type { Range } from './chart.ts';

/** Points of a line on a canvas: x in pixels, y as read; NaN is a break. */
export interface PixelLine {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface Readings {
  readonly atMs: Float64Array;
  readonly values: Float64Array;
  readonly marks: Uint8Array;
}

/**
 * What of a channel can be seen in `width` pixels: at most four points each (first, lowest, highest, last), so that no
 * spike is lost and none is made up. Repeats are left out; where nothing could be read, or nothing came for longer than
 * `gapMs`, the line breaks.
 */
export function pixelLine(readings: Readings, range: Range, width: number, gapMs: number): PixelLine {
  const { atMs, values, marks } = readings;
  const scale = width / (range.max - range.min);
  const x: number[] = [];
  const y: number[] = [];
  let column = Number.NaN;
  let first = 0;
  let low = 0;
  let high = 0;
  let last = 0;
  const put = (value: number): void => {
    x.push(column);
    y.push(value);
  };
  const flush = (): void => {
    if (Number.isNaN(column)) return;
    put(first);
    if (low < Math.min(first, last)) put(low);
    if (high > Math.max(first, last)) put(high);
    if (last !== first || low !== high) put(last);
    column = Number.NaN;
  };
  const cut = (): void => {
    flush();
    if (y.length > 0 && !Number.isNaN(y.at(-1))) {
      x.push(Number.NaN);
      y.push(Number.NaN);
    }
  };
  let lastAt = Number.NEGATIVE_INFINITY;
  for (let index = firstShown(atMs, range.min); index < atMs.length; index += 1) {
    const at = atMs[index] as number;
    const value = values[index] as number;
    if (marks[index] === MARKS.missing || Number.isNaN(value)) {
      cut();
      continue;
    }
    if (marks[index] === MARKS.repeat) continue;
    if (at - lastAt > gapMs) cut();
    lastAt = at;
    const place = Math.floor((at - range.min) * scale);
    if (place !== column) {
      flush();
      column = place;
      first = low = high = value;
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
    last = value;
  }
  flush();
  return { x, y };
}

/** One before the range, so that the line reaches the edge. */
function firstShown(atMs: Float64Array, from: number): number {
  const index = atMs.findIndex((at) => at >= from);
  return index < 0 ? atMs.length : Math.max(0, index - 1);
}

/** The top of a scale that holds `value`, round in its unit, and seldom another one while values move a little. */
export function roundTop(value: number, base: 1000 | 1024): number {
  if (!(value > 0)) return 1;
  const unit = base ** Math.max(0, Math.floor(Math.log(value) / Math.log(base)));
  const scaled = value / unit;
  const power = 10 ** Math.floor(Math.log10(scaled));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= scaled * (1 - 1e-9)) ?? 10;
  return step * power * unit;
}
