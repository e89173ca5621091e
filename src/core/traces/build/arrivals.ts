import type { TraceWindow } from '../../../contract/trace.ts';
import { BLOCK, type SpanBlocks } from './span-blocks.ts';
import type { TrackList } from './track-list.ts';

export interface Arrivals {
  /** Spans by track, each track's as they came. */
  readonly order: Uint32Array;
  /** Where each track's begin, by its number in the order given, and where the last one's end. */
  readonly first: Uint32Array;
  /** The time that was asked for; everything where nothing was. */
  readonly fromNs: number;
  readonly toNs: number;
}

/** Sorts spans by track, and leaves out those that do not touch the window. */
export function arrivalsByTrack(
  blocks: SpanBlocks,
  tracks: TrackList,
  trackOrder: readonly number[],
  window: TraceWindow | null,
): Arrivals {
  const place = new Uint16Array(tracks.count);
  trackOrder.forEach((track, at) => (place[track] = at));
  const shift = Float64Array.from({ length: tracks.count }, (_, track) => tracks.shiftNs(track));
  const { fromNs, toNs } = window === null ? WHOLE : rangeOf(window, firstStart(blocks, shift));
  const next = new Uint32Array(tracks.count + 1);
  const touches = (block: number, at: number): boolean => {
    const start =
      ((blocks.start[block] as Float64Array)[at] as number) +
      (shift[(blocks.track[block] as Uint16Array)[at] as number] as number);
    return start <= toNs && start + ((blocks.duration[block] as Float64Array)[at] as number) >= fromNs;
  };
  let kept = 0;
  eachBlock(blocks, (block, size) => {
    const track = blocks.track[block] as Uint16Array;
    for (let at = 0; at < size; at++) {
      if (window !== null && !touches(block, at)) continue;
      const after = (place[track[at] as number] as number) + 1;
      next[after] = (next[after] as number) + 1;
      kept++;
    }
  });
  for (let at = 0; at < tracks.count; at++) next[at + 1] = (next[at + 1] as number) + (next[at] as number);
  const first = next.slice();
  const order = new Uint32Array(kept);
  eachBlock(blocks, (block, size) => {
    const track = blocks.track[block] as Uint16Array;
    for (let at = 0; at < size; at++) {
      if (window !== null && !touches(block, at)) continue;
      const own = place[track[at] as number] as number;
      const to = next[own] as number;
      order[to] = block * BLOCK + at;
      next[own] = to + 1;
    }
  });
  return { order, first, fromNs, toNs };
}

const WHOLE = { fromNs: -Infinity, toNs: Infinity };

const rangeOf = (window: TraceWindow, firstNs: number): typeof WHOLE => ({
  fromNs: firstNs + window.fromUs * 1000,
  toNs: firstNs + window.toUs * 1000,
});

function firstStart(blocks: SpanBlocks, shift: Float64Array): number {
  let first = Infinity;
  eachBlock(blocks, (block, size) => {
    const track = blocks.track[block] as Uint16Array;
    const start = blocks.start[block] as Float64Array;
    for (let at = 0; at < size; at++)
      first = Math.min(first, (start[at] as number) + (shift[track[at] as number] as number));
  });
  return first;
}

function eachBlock(blocks: SpanBlocks, take: (block: number, size: number) => void): void {
  for (let block = 0; block * BLOCK < blocks.count; block++)
    take(block, Math.min(BLOCK, blocks.count - block * BLOCK));
}
