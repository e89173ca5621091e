import {
  SPAN_KINDS,
  TEXT_DETAILS,
  type DetailKey,
  type SpanKind,
  type TraceDevice,
  type TraceInfo,
  type TraceTrack,
  type TraceWarning,
  type TrackKind,
} from '../../../contract/trace.ts';
import { LINK_KINDS, type LinkKind } from '../../../contract/trace-view.ts';
import type { DetailColumn, TraceColumns } from './trace-columns.ts';

/** A span by hand. Tracks are made as they come: "main" is a thread, {kind: 'stream', …} a stream. */
export interface GivenSpan {
  readonly name: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly track?: string | GivenTrack;
  readonly kind?: SpanKind;
  readonly category?: string;
  readonly details?: Partial<Record<DetailKey, number | string>>;
  /** For links. */
  readonly id?: string;
}

export interface GivenTrack {
  readonly process?: string;
  readonly name: string;
  readonly kind?: TrackKind;
}

export interface GivenLink {
  readonly from: string;
  readonly to: string;
  readonly kind?: LinkKind;
}

export interface GivenTrace {
  readonly links?: readonly GivenLink[];
  readonly devices?: readonly TraceDevice[];
  readonly warnings?: readonly TraceWarning[];
  readonly counters?: readonly {
    readonly process?: string;
    readonly name: string;
    readonly unit?: string;
    readonly samples: readonly (readonly [atUs: number, value: number])[];
  }[];
  readonly info?: Partial<TraceInfo>;
}

/** A trace's columns in memory, with lanes by nesting as an index has them. Spans may come in any order. */
export function columnsOf(spans: readonly GivenSpan[], trace: GivenTrace = {}): TraceColumns {
  const strings = new Interned();
  const tracks = new Map<string, { readonly track: TraceTrack; readonly index: number }>();
  const trackOf = ({ track = 'main' }: GivenSpan): number => {
    const {
      process = 'process',
      name,
      kind = 'thread',
    } = typeof track === 'string' ? { name: track } : track;
    const key = JSON.stringify([process, name, kind]);
    let known = tracks.get(key);
    if (known === undefined) {
      const index = tracks.size;
      known = { index, track: { process, name, kind, sort: index, depth: 0, spans: 0 } };
      tracks.set(key, known);
    }
    return known.index;
  };
  const placed = placeSpans(spans.map((span) => ({ span, track: trackOf(span) })));
  const count = placed.length;
  const rowOf = new Map(placed.map(({ span }, row) => [span.id, row]));
  const categories: string[] = [];
  const categoryOf = (name: string): number => {
    if (!categories.includes(name)) categories.push(name);
    return categories.indexOf(name);
  };
  const lanes = placed.flatMap(({ track, depth }, row) => {
    const before = placed[row - 1];
    return before?.track === track && before.depth === depth ? [] : [{ track, depth, row }];
  });
  const startNs = Float64Array.from(placed, ({ startNs }) => startNs);
  const durationNs = Float64Array.from(placed, ({ durationNs }) => durationNs);
  const details = detailColumns(placed, strings);
  const columns = {
    rowCount: count,
    lanes: {
      count: lanes.length,
      track: Uint16Array.from(lanes, ({ track }) => track),
      depth: Uint16Array.from(lanes, ({ depth }) => depth),
      firstRow: Uint32Array.from([...lanes.map(({ row }) => row), count]),
    },
    startNs,
    durationNs,
    ownNs: Float64Array.from(placed, ({ ownNs }) => ownNs),
    name: Uint32Array.from(placed, ({ span }) => strings.of(span.name)),
    category: Uint16Array.from(placed, ({ span }) => categoryOf(span.category ?? span.kind ?? 'other')),
    categories,
    kind: Uint8Array.from(placed, ({ span }) => SPAN_KINDS.indexOf(span.kind ?? 'other')),
    track: Uint16Array.from(placed, ({ track }) => track),
    depth: Uint16Array.from(placed, ({ depth }) => depth),
    sourceOffset: new Float64Array(count).fill(-1),
    detail: (key: DetailKey): DetailColumn => details.get(key) ?? NO_DETAIL,
    links: linkColumns(trace.links ?? [], rowOf),
    counter: (counter: number) => {
      const samples = trace.counters?.[counter]?.samples ?? [];
      return {
        atNs: Float64Array.from(samples, ([atUs]) => Math.round(atUs * 1000)),
        value: Float64Array.from(samples, ([, value]) => value),
      };
    },
    strings: strings.all,
  };
  const ends = placed.map((at) => at.startNs + at.durationNs);
  const info: TraceInfo = {
    ...BLANK_INFO,
    spans: count,
    fromNs: count === 0 ? 0 : Math.min(...startNs),
    toNs: count === 0 ? 0 : Math.max(...ends),
    strings: strings.all.length,
    links: trace.links?.length ?? 0,
    tracks: [...tracks.values()].map(({ track, index }) => ({
      ...track,
      spans: placed.filter((at) => at.track === index).length,
      depth: Math.max(0, ...placed.filter((at) => at.track === index).map(({ depth }) => depth + 1)),
    })),
    counters: (trace.counters ?? []).map(({ process = 'process', name, unit = '', samples }) => ({
      process,
      name,
      unit,
      samples: samples.length,
    })),
    devices: trace.devices ?? [],
    warnings: trace.warnings ?? [],
    ...trace.info,
  };
  return { ...columns, info };
}

interface Placed {
  readonly span: GivenSpan;
  readonly track: number;
  readonly depth: number;
  readonly startNs: number;
  readonly durationNs: number;
  readonly ownNs: number;
}

/** By track, start and length: what began before and has not ended lies above. */
function placeSpans(
  spans: readonly { readonly span: GivenSpan; readonly track: number }[],
): readonly Placed[] {
  const inTime = spans
    .map(({ span, track }) => {
      const startNs = Math.round(span.startUs * 1000);
      const durationNs = Math.round(span.durationUs * 1000);
      return { span, track, depth: 0, startNs, durationNs, ownNs: durationNs };
    })
    .sort((a, b) => a.track - b.track || a.startNs - b.startNs || b.durationNs - a.durationNs);
  let open: (typeof inTime)[number][] = [];
  for (const at of inTime) {
    if (open[0]?.track !== at.track) open = [];
    let parent = open.at(-1);
    while (parent && endOf(parent) <= at.startNs) {
      open.pop();
      parent = open.at(-1);
    }
    if (parent) parent.ownNs -= Math.min(endOf(parent), endOf(at)) - at.startNs;
    at.depth = open.length;
    open.push(at);
  }
  return inTime.sort((a, b) => a.track - b.track || a.depth - b.depth || a.startNs - b.startNs);
}

const endOf = (span: { readonly startNs: number; readonly durationNs: number }): number =>
  span.startNs + span.durationNs;

function detailColumns(placed: readonly Placed[], strings: Interned): ReadonlyMap<DetailKey, DetailColumn> {
  const found = new Map<DetailKey, { rows: number[]; values: number[] }>();
  placed.forEach(({ span }, row) => {
    for (const [key, value] of Object.entries(span.details ?? {}) as [DetailKey, number | string][]) {
      if (TEXT_DETAILS.has(key) !== (typeof value === 'string')) throw new Error(`${key} cannot be ${value}`);
      const column = found.get(key) ?? { rows: [], values: [] };
      found.set(key, column);
      column.rows.push(row);
      column.values.push(typeof value === 'string' ? strings.of(value) : value);
    }
  });
  return new Map(
    [...found].map(([key, { rows, values }]) => [
      key,
      { rows: Uint32Array.from(rows), values: Float64Array.from(values) },
    ]),
  );
}

function linkColumns(
  links: readonly GivenLink[],
  rowOf: ReadonlyMap<string | undefined, number>,
): TraceColumns['links'] {
  const row = (id: string): number => {
    const found = rowOf.get(id);
    if (found === undefined) throw new Error(`no span has the id ${id}`);
    return found;
  };
  const inOrder = links
    .map(({ from, to, kind = 'launch' }) => ({
      from: row(from),
      to: row(to),
      kind: LINK_KINDS.indexOf(kind),
    }))
    .sort((a, b) => a.from - b.from);
  return {
    kind: Uint8Array.from(inOrder, ({ kind }) => kind),
    from: Uint32Array.from(inOrder, ({ from }) => from),
    to: Uint32Array.from(inOrder, ({ to }) => to),
  };
}

class Interned {
  readonly all: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(text);
      this.#numbers.set(text, number);
    }
    return number;
  }
}

const NO_DETAIL: DetailColumn = { rows: new Uint32Array(0), values: new Float64Array(0) };

const BLANK_INFO: TraceInfo = {
  id: 'by-hand',
  path: '/traces/by-hand.json',
  name: 'by-hand.json',
  format: 'trace-events',
  compression: 'none',
  sourceBytes: 0,
  indexBytes: 0,
  importedAt: 0,
  importMs: 0,
  unit: 'ns',
  baseNs: '0',
  spans: 0,
  fromNs: 0,
  toNs: 0,
  strings: 0,
  links: 0,
  tracks: [],
  counters: [],
  devices: [],
  facts: [],
  warnings: [],
  window: null,
};
