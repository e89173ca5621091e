import type { SourceTrack } from '../../../contract/span-source.ts';

/** One track, process or counter of a timeline: rows `top` to `top + rows − 1` of the picture. */
export interface TimelineStrip {
  readonly kind: 'group' | 'track' | 'counter';
  /** The same from one layout to the next. */
  readonly key: string;
  readonly name: string;
  readonly top: number;
  readonly rows: number;
  /** Its first row in the source; null where it has none there. */
  readonly sourceRow: number | null;
  /** Place in the list of counters; −1 for none. */
  readonly counter: number;
  readonly canFold: boolean;
  readonly isFolded: boolean;
}

export interface CounterOf {
  readonly group: string;
  readonly name: string;
}

export interface TimelineLayout {
  readonly strips: readonly TimelineStrip[];
  readonly rowCount: number;
  /** Of each row of the source where it is shown; −1 where it is folded away. */
  readonly shownRow: Int32Array;
}

export const COUNTER_ROWS = 2;

/** Processes one after the other: a heading, the counters, the tracks. What is folded keeps its first row. */
export function timelineLayout(
  tracks: readonly SourceTrack[],
  counters: readonly CounterOf[],
  folded: ReadonlySet<string>,
  sourceRows: number,
): TimelineLayout {
  const groups = new Map<
    string,
    { summary: SourceTrack | null; tracks: SourceTrack[]; counters: number[] }
  >();
  const groupOf = (name: string) => {
    const known = groups.get(name) ?? { summary: null, tracks: [], counters: [] };
    groups.set(name, known);
    return known;
  };
  for (const track of tracks) {
    const group = groupOf(track.group);
    if (track.isSummary === true) group.summary = track;
    else group.tracks.push(track);
  }
  counters.forEach(({ group }, place) => groupOf(group).counters.push(place));
  const strips: TimelineStrip[] = [];
  const shownRow = new Int32Array(sourceRows).fill(-1);
  let top = 0;
  const add = (strip: Omit<TimelineStrip, 'top'>): void => {
    strips.push({ ...strip, top });
    if (strip.sourceRow !== null) {
      for (let row = 0; row < strip.rows; row += 1) shownRow[strip.sourceRow + row] = top + row;
    }
    top += strip.rows;
  };
  for (const [name, group] of groups) {
    const isHeaded = group.summary !== null || groups.size > 1 || group.counters.length > 0;
    const key = `process ${name}`;
    const isFolded = isHeaded && folded.has(key);
    if (isHeaded) {
      const sourceRow = group.summary?.firstRow ?? null;
      add({ kind: 'group', key, name, rows: 1, sourceRow, counter: -1, canFold: true, isFolded });
    }
    if (isFolded) continue;
    for (const counter of group.counters) {
      const own = counters[counter]?.name ?? '';
      const counterKey = `counter ${name} ${own} ${counter}`;
      const parts = { key: counterKey, name: own, sourceRow: null, counter, canFold: false, isFolded: false };
      add({ kind: 'counter', rows: COUNTER_ROWS, ...parts });
    }
    for (const track of group.tracks) {
      const trackKey = `track ${name} ${track.name} ${track.firstRow}`;
      const isShort = folded.has(trackKey);
      add({
        kind: 'track',
        key: trackKey,
        name: track.name,
        rows: isShort ? 1 : track.rows,
        sourceRow: track.firstRow,
        counter: -1,
        canFold: track.rows > 1,
        isFolded: isShort,
      });
    }
  }
  return { strips, rowCount: top, shownRow };
}

/** Those that have a row from `fromRow` to just before `toRow`. */
export function stripsIn(
  { strips }: TimelineLayout,
  fromRow: number,
  toRow: number,
): readonly TimelineStrip[] {
  let [low, high] = [0, strips.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { top, rows } = strips[middle] as TimelineStrip;
    if (top + rows <= fromRow) low = middle + 1;
    else high = middle;
  }
  const shown: TimelineStrip[] = [];
  for (let at = low; at < strips.length; at += 1) {
    const strip = strips[at] as TimelineStrip;
    if (strip.top >= toRow) break;
    shown.push(strip);
  }
  return shown;
}

/** Rows of the source that are to be seen. */
export function sourceRowsIn(layout: TimelineLayout, fromRow: number, toRow: number): readonly number[] {
  return stripsIn(layout, fromRow, toRow).flatMap(({ top, rows, sourceRow }) => {
    if (sourceRow === null) return [];
    const first = Math.max(0, Math.floor(fromRow) - top);
    const after = Math.min(rows, Math.ceil(toRow) - top);
    return Array.from({ length: Math.max(0, after - first) }, (_, at) => sourceRow + first + at);
  });
}
