import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import type { Strip } from './lane-window.ts';

interface Busy {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly span: Uint32Array;
  readonly spans: Uint32Array;
  readonly count: number;
}

/** When any of these lanes was busy: what a process shows while it is folded. */
export function busyStrip(columns: TraceColumns, lanes: readonly number[]): Strip {
  let layers = lanes.map((lane) => ofLane(columns, lane));
  // Two by two, so that each interval is looked at as often as two goes into the number of lanes.
  while (layers.length > 1) {
    const next: Busy[] = [];
    for (let at = 0; at < layers.length; at += 2) {
      const [one, other] = [layers[at] as Busy, layers[at + 1]];
      next.push(other === undefined ? one : united(one, other));
    }
    layers = next;
  }
  const { from, to, span, spans, count } = layers[0] as Busy;
  const durationNs = new Float64Array(count);
  const spansBefore = new Uint32Array(count + 1);
  for (let at = 0; at < count; at += 1) {
    durationNs[at] = (to[at] as number) - (from[at] as number);
    spansBefore[at + 1] = (spansBefore[at] as number) + (spans[at] as number);
  }
  return { startNs: from.slice(0, count), durationNs, first: 0, after: count, spanAt: span, spansBefore };
}

function ofLane({ lanes, startNs, durationNs }: TraceColumns, lane: number): Busy {
  const [first, after] = [lanes.firstRow[lane] as number, lanes.firstRow[lane + 1] as number];
  const count = after - first;
  const to = new Float64Array(count);
  const span = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    span[at] = first + at;
    to[at] = (startNs[first + at] as number) + (durationNs[first + at] as number);
  }
  return {
    from: startNs.subarray(first, after),
    to,
    span,
    spans: new Uint32Array(count).fill(1),
    count,
  };
}

/** Of those that touch, the longest stands for all. */
function united(one: Busy, other: Busy): Busy {
  const size = one.count + other.count;
  const from = new Float64Array(size);
  const to = new Float64Array(size);
  const span = new Uint32Array(size);
  const spans = new Uint32Array(size);
  let [a, b, count, longest] = [0, 0, 0, 0];
  while (a < one.count || b < other.count) {
    const isOne = b >= other.count || (a < one.count && (one.from[a] as number) <= (other.from[b] as number));
    const side = isOne ? one : other;
    const at = isOne ? a++ : b++;
    const [start, end] = [side.from[at] as number, side.to[at] as number];
    const last = count - 1;
    if (count > 0 && start < (to[last] as number)) {
      to[last] = Math.max(to[last] as number, end);
      spans[last] = (spans[last] as number) + (side.spans[at] as number);
      if (end - start > longest) {
        longest = end - start;
        span[last] = side.span[at] as number;
      }
      continue;
    }
    from[count] = start;
    to[count] = end;
    span[count] = side.span[at] as number;
    spans[count] = side.spans[at] as number;
    longest = end - start;
    count += 1;
  }
  return { from, to, span, spans, count };
}
