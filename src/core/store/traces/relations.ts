import { LINK_KINDS } from '../../../contract/trace-view.ts';
import { SPAN_KINDS } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';

const LAUNCH = LINK_KINDS.indexOf('launch');
const OPERATOR = SPAN_KINDS.indexOf('operator');

/** What spans have to do with each other, as rows; −1 for nothing. Each is worked out once, when first asked for. */
export class Relations {
  readonly #columns: TraceColumns;
  #parents: Int32Array | null = null;
  #launchOf: Int32Array | null = null;

  constructor(columns: TraceColumns) {
    this.#columns = columns;
  }

  /** The span around each, one level up on the same track. */
  get parents(): Int32Array {
    return (this.#parents ??= parentsOf(this.#columns));
  }

  /** The call that launched each. */
  get launchOf(): Int32Array {
    if (this.#launchOf === null) {
      const { kind, from, to } = this.#columns.links;
      this.#launchOf = new Int32Array(this.#columns.rowCount).fill(-1);
      for (let link = 0; link < kind.length; link += 1)
        if (kind[link] === LAUNCH) this.#launchOf[to[link] as number] = from[link] as number;
    }
    return this.#launchOf;
  }

  /** The innermost operator around a span. */
  operatorOf(row: number): number {
    const { kind } = this.#columns;
    let at = row;
    while (at >= 0 && kind[at] !== OPERATOR) at = this.parents[at] as number;
    return at;
  }
}

/** A lane's spans do not overlap, and neither do those of the lane above: one walk along both. */
function parentsOf({ rowCount, lanes, startNs, durationNs }: TraceColumns): Int32Array {
  const parents = new Int32Array(rowCount).fill(-1);
  for (let lane = 1; lane < lanes.count; lane += 1) {
    const isInside = lanes.track[lane] === lanes.track[lane - 1];
    if (!isInside || lanes.depth[lane] !== (lanes.depth[lane - 1] as number) + 1) continue;
    const end = lanes.firstRow[lane] as number;
    let above = lanes.firstRow[lane - 1] as number;
    for (let row = end; row < (lanes.firstRow[lane + 1] as number); row += 1) {
      const start = startNs[row] as number;
      while (above + 1 < end && (startNs[above + 1] as number) <= start) above += 1;
      const from = startNs[above] as number;
      if (from <= start && start <= from + (durationNs[above] as number)) parents[row] = above;
    }
  }
  return parents;
}
