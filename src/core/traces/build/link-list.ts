import { LINK_KINDS, type LinkKind } from '../../../contract/trace-view.ts';
import type { ColumnWriter } from '../arrow/column-writer.ts';
import { orderByRow } from './order-by-row.ts';
import { NO_ROW } from './write-spans.ts';

const BLOCK = 1 << 14;

/** Links between spans by arrival, written by rows. */
export class LinkList {
  readonly #kinds: Uint8Array[] = [];
  readonly #from: Uint32Array[] = [];
  readonly #to: Uint32Array[] = [];
  count = 0;

  add(kind: LinkKind, from: number, to: number): void {
    const at = this.count % BLOCK;
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
      const block = Math.floor(link / BLOCK);
      const at = link % BLOCK;
      const fromRow = rowOf[(this.#from[block] as Uint32Array)[at] as number] ?? NO_ROW;
      const toRow = rowOf[(this.#to[block] as Uint32Array)[at] as number] ?? NO_ROW;
      if (fromRow === NO_ROW || toRow === NO_ROW) continue;
      from[kept] = fromRow;
      to[kept] = toRow;
      kinds[kept++] = (this.#kinds[block] as Uint8Array)[at] as number;
    }
    const order = orderByRow(from.subarray(0, kept), rows);
    columns[0]?.append(
      order === null ? kinds.subarray(0, kept) : Uint8Array.from(order, (at) => kinds[at] as number),
    );
    columns[1]?.append(
      order === null ? from.subarray(0, kept) : Uint32Array.from(order, (at) => from[at] as number),
    );
    columns[2]?.append(
      order === null ? to.subarray(0, kept) : Uint32Array.from(order, (at) => to[at] as number),
    );
    return kept;
  }
}
