import { LINK_KINDS, type LinkKind } from '../../../contract/trace-view.ts';
import type { ColumnWriter } from '../arrow/column-writer.ts';
import { orderByRow } from './order-by-row.ts';
import { NO_ROW } from './no-row.ts';

const BLOCK_BITS = 14;
const BLOCK = 1 << BLOCK_BITS;

/** Links between spans by arrival, written by rows. */
export class LinkList {
  readonly #kinds: Uint8Array[] = [];
  readonly #from: Uint32Array[] = [];
  readonly #to: Uint32Array[] = [];
  count = 0;

  add(kind: LinkKind, from: number, to: number): void {
    const at = this.count & (BLOCK - 1);
    if (at === 0) {
      this.#kinds.push(new Uint8Array(BLOCK));
      this.#from.push(new Uint32Array(BLOCK));
      this.#to.push(new Uint32Array(BLOCK));
    }
    (this.#kinds.at(-1) as Uint8Array)[at] = LINK_KINDS.indexOf(kind);
    (this.#from.at(-1) as Uint32Array)[at] = from;
    (this.#to.at(-1) as Uint32Array)[at] = to;
    this.count++;
  }

  /** Those whose ends have both been kept, in order of the row that they start from. Says how many. */
  write(columns: readonly ColumnWriter[], rowOf: Uint32Array, rows: number): number {
    const from = new Uint32Array(this.count);
    const to = new Uint32Array(this.count);
    const kinds = new Uint8Array(this.count);
    let kept = 0;
    for (let link = 0; link < this.count; link++) {
      const block = link >>> BLOCK_BITS;
      const at = link & (BLOCK - 1);
      const fromRow = rowOf[(this.#from[block] as Uint32Array)[at] as number] ?? NO_ROW;
      const toRow = rowOf[(this.#to[block] as Uint32Array)[at] as number] ?? NO_ROW;
      if (fromRow === NO_ROW || toRow === NO_ROW) continue;
      from[kept] = fromRow;
      to[kept] = toRow;
      kinds[kept++] = (this.#kinds[block] as Uint8Array)[at] as number;
    }
    const order = orderByRow(from.subarray(0, kept), rows);
    columns[0]?.append(inOrder(kinds.subarray(0, kept), order, Uint8Array));
    columns[1]?.append(inOrder(from.subarray(0, kept), order, Uint32Array));
    columns[2]?.append(inOrder(to.subarray(0, kept), order, Uint32Array));
    return kept;
  }
}

function inOrder<Values extends Uint8Array | Uint32Array>(
  values: Values,
  order: Uint32Array | null,
  Made: new (length: number) => Values,
): Values {
  if (order === null) return values;
  const sorted = new Made(order.length);
  for (let at = 0; at < order.length; at++) sorted[at] = values[order[at] as number] as number;
  return sorted;
}
