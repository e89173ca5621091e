import type { SpanView } from '../../../contract/span-source.ts';
import { LINK_KINDS, type LinkWindow, type SpanLink } from '../../../contract/trace-view.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { briefName } from './brief-name.ts';
import { firstEndingAfter, firstFrom, type Strip } from './lane-window.ts';
import { laneOfSpan, type ViewRows } from './view-rows.ts';

/** Of those in a view, as many are looked at for the longest. */
const LOOKED_AT = 50_000;

/** Arrows, found from either end. */
export class SpanLinks {
  readonly #columns: TraceColumns;
  readonly #rows: ViewRows;
  #byTarget: { readonly order: Uint32Array; readonly to: Uint32Array } | null = null;

  constructor(columns: TraceColumns, rows: ViewRows) {
    this.#columns = columns;
    this.#rows = rows;
  }

  ofSpan(span: number): readonly SpanLink[] {
    const { from } = this.#columns.links;
    const targets = this.#targets();
    const links: SpanLink[] = [];
    for (let at = firstOf(from, span); from[at] === span; at += 1) links.push(this.#link(at, span));
    for (let at = firstOf(targets.to, span); targets.to[at] === span; at += 1) {
      links.push(this.#link(targets.order[at] as number, span));
    }
    return links;
  }

  /** Where more begin or end in the view than can be looked at, the longest of an even choice of them. */
  window(view: SpanView, rows: readonly number[], most: number): LinkWindow {
    const { from, to } = this.#columns.links;
    const targets = this.#targets();
    const parts: { readonly first: number; readonly after: number; readonly isTarget: boolean }[] = [];
    let candidates = 0;
    for (const row of rows) {
      const lane = this.#rows.laneOf[row] ?? -1;
      if (lane < 0) continue;
      const [firstSpan, afterSpan] = this.#spansIn(lane, view);
      for (const isTarget of [false, true]) {
        const ends = isTarget ? targets.to : from;
        const [first, after] = [firstOf(ends, firstSpan), firstOf(ends, afterSpan)];
        if (after > first) parts.push({ first, after, isTarget });
        candidates += after - first;
      }
    }
    const stride = Math.max(1, Math.ceil(candidates / LOOKED_AT));
    const found = new Map<number, number>();
    for (const { first, after, isTarget } of parts) {
      for (let at = first; at < after; at += stride) {
        const link = isTarget ? (targets.order[at] as number) : at;
        const length = Math.abs(this.#startOf(to[link] as number) - this.#endOf(from[link] as number));
        found.set(link, length);
      }
    }
    const longest = [...found].sort((one, other) => other[1] - one[1]).slice(0, most);
    return {
      links: longest.map(([link]) => this.#link(link, null)),
      // One with both of its ends in view was met twice.
      count: stride === 1 ? found.size : candidates,
    };
  }

  #spansIn(lane: number, { fromUs, toUs }: SpanView): readonly [number, number] {
    const { lanes, startNs, durationNs } = this.#columns;
    const strip: Strip = {
      startNs,
      durationNs,
      first: lanes.firstRow[lane] as number,
      after: lanes.firstRow[lane + 1] as number,
      spanAt: null,
      spansBefore: null,
    };
    return [
      firstEndingAfter(strip, fromUs * 1000),
      firstFrom(startNs, toUs * 1000, strip.first, strip.after),
    ];
  }

  #startOf(span: number): number {
    return this.#columns.startNs[span] as number;
  }

  #endOf(span: number): number {
    return this.#startOf(span) + (this.#columns.durationNs[span] as number);
  }

  #link(at: number, seenFrom: number | null): SpanLink {
    const { links, name, strings } = this.#columns;
    const [fromSpan, toSpan] = [links.from[at] as number, links.to[at] as number];
    const other = seenFrom === fromSpan ? toSpan : fromSpan;
    return {
      kind: LINK_KINDS[links.kind[at] as number] ?? 'flow',
      fromSpan,
      toSpan,
      fromRow: this.#rows.rowOf[laneOfSpan(this.#columns, fromSpan)] as number,
      toRow: this.#rows.rowOf[laneOfSpan(this.#columns, toSpan)] as number,
      fromUs: this.#startOf(fromSpan) / 1000,
      toUs: this.#startOf(toSpan) / 1000,
      name: seenFrom === null ? '' : briefName(strings[name[other] as number] ?? ''),
    };
  }

  #targets(): { readonly order: Uint32Array; readonly to: Uint32Array } {
    if (this.#byTarget !== null) return this.#byTarget;
    const { to } = this.#columns.links;
    const spans = this.#columns.rowCount;
    // By counting: some millions are in order at once.
    const next = new Uint32Array(spans + 1);
    for (const span of to) next[span + 1] = (next[span + 1] as number) + 1;
    for (let span = 0; span < spans; span += 1) {
      next[span + 1] = (next[span + 1] as number) + (next[span] as number);
    }
    const order = new Uint32Array(to.length);
    for (let at = 0; at < to.length; at += 1) {
      const span = to[at] as number;
      const place = next[span] as number;
      order[place] = at;
      next[span] = place + 1;
    }
    return (this.#byTarget = { order, to: order.map((at) => to[at] as number) });
  }
}

/** The first place of ascending numbers that is not below this one. */
function firstOf(ascending: Uint32Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
