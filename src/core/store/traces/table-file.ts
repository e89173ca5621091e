import { closeSync, openSync, writeSync } from 'node:fs';

/** A column of numbers; NaN is NULL. It is asked for each row once, in order of their keys. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'INTEGER' | 'REAL';
  value(key: number): number;
}

/** Rows of numbers with keys that rise from 0. */
export interface NumberTable {
  readonly name: string;
  readonly rows: number;
  /** Null where a row's key is its place. */
  readonly keys: ArrayLike<number> | null;
  readonly columns: readonly TableColumn[];
}

/** The largest that the format knows: the fewest pages to keep book of. */
const PAGE_BYTES = 65_536;
const FILE_HEADER_BYTES = 100;
const LEAF = 13;
const INTERIOR = 5;
/** SQLite locks bytes here; the page that holds them stays unused. */
const LOCK_PAGE = 0x4000_0000 / PAGE_BYTES + 1;
const PAGES_AT_ONCE = 32;

/**
 * Writes one table of numbers as a SQLite file (sqlite.org/fileformat2.html), page after page in order of its
 * keys. Inserting the same rows through SQLite takes eight times as long, most of it spent in handing over each value.
 */
export function writeTableFile(path: string, table: NumberTable): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const pages = new Pages(file);
    const root = interiors(pages, leaves(pages, table));
    const declared = table.columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
    const sql = `CREATE TABLE "${table.name}" ("id" INTEGER PRIMARY KEY, ${declared})`;
    pages.finish(firstPage(table.name, root, sql, pages.count));
  } finally {
    closeSync(file);
  }
}

interface Child {
  readonly page: number;
  readonly lastKey: number;
}

class Pages {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(PAGE_BYTES * PAGES_AT_ONCE);
  readonly #view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.byteLength);
  /** Pages that lie before the buffer; the first of all is written last. */
  #before = 1;
  #used = 0;

  constructor(file: number) {
    this.#file = file;
  }

  get count(): number {
    return this.#before + this.#used;
  }

  /** A zeroed page to be filled before the next is asked for. */
  next(): { readonly number: number; readonly bytes: Buffer; readonly view: DataView } {
    if (this.#used === PAGES_AT_ONCE) this.#flush();
    if (this.count + 1 === LOCK_PAGE) this.#take();
    if (this.#used === PAGES_AT_ONCE) this.#flush();
    return this.#take();
  }

  finish(first: Buffer): void {
    this.#flush();
    writeWhole(this.#file, first, 0);
  }

  #take() {
    const from = this.#used * PAGE_BYTES;
    this.#used += 1;
    const bytes = this.#buffer.subarray(from, from + PAGE_BYTES).fill(0);
    return {
      number: this.count,
      bytes,
      view: new DataView(this.#view.buffer, this.#view.byteOffset + from, PAGE_BYTES),
    };
  }

  #flush(): void {
    writeWhole(this.#file, this.#buffer.subarray(0, this.#used * PAGE_BYTES), this.#before * PAGE_BYTES);
    this.#before += this.#used;
    this.#used = 0;
  }
}

function writeWhole(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

function leaves(pages: Pages, { rows, keys, columns }: NumberTable): Child[] {
  const children: Child[] = [];
  // A header byte a column, the key's own and the length's; a value takes eight bytes at most.
  const largestCell = 2 + 9 + 2 + columns.length * 9 + 2;
  if (columns.length > 100) throw new RangeError('a table of more than 100 columns');
  let row = 0;
  let lastKey = 0;
  do {
    const { number, bytes, view } = pages.next();
    let free = PAGE_BYTES;
    let cells = 0;
    while (row < rows && 8 + (cells + 1) * 2 + largestCell <= free) {
      lastKey = keys === null ? row : (keys[row] as number);
      free = putRow(bytes, view, free, lastKey, columns);
      view.setUint16(8 + cells * 2, free);
      cells += 1;
      row += 1;
    }
    head(view, 0, LEAF, cells, free);
    children.push({ page: number, lastKey });
  } while (row < rows);
  return children;
}

const scratch = Buffer.alloc(1024);

/** Written from its end, since only then its length is known; gives where it begins. */
function putRow(
  bytes: Buffer,
  view: DataView,
  end: number,
  key: number,
  columns: readonly TableColumn[],
): number {
  const headerBytes = 2 + columns.length;
  scratch[0] = headerBytes;
  // The key stands for the column that is an alias of it.
  scratch[1] = 0;
  let at = end;
  for (let place = columns.length - 1; place >= 0; place -= 1) {
    const column = columns[place] as TableColumn;
    const value = column.value(key);
    let type: number;
    if (Number.isNaN(value)) type = 0;
    else if (
      column.type === 'REAL' ||
      !Number.isInteger(value) ||
      value > 2 ** 47 - 1 ||
      value < -(2 ** 47)
    ) {
      type = 7;
      view.setFloat64((at -= 8), value);
    } else if (value === 0) type = 8;
    else if (value === 1) type = 9;
    else if (value >= -128 && value <= 127) {
      type = 1;
      view.setInt8((at -= 1), value);
    } else if (value >= -32_768 && value <= 32_767) {
      type = 2;
      view.setInt16((at -= 2), value);
    } else if (value >= -(2 ** 31) && value <= 2 ** 31 - 1) {
      type = 4;
      view.setInt32((at -= 4), value);
    } else {
      type = 5;
      at -= 6;
      view.setInt16(at, Math.floor(value / 2 ** 32));
      view.setUint32(at + 2, value - Math.floor(value / 2 ** 32) * 2 ** 32);
    }
    scratch[2 + place] = type;
  }
  at -= headerBytes;
  for (let each = 0; each < headerBytes; each += 1) bytes[at + each] = scratch[each] as number;
  const payload = end - at;
  at = putVarintBefore(bytes, at, key);
  return putVarintBefore(bytes, at, payload);
}

/** Seven bits a byte, the most significant first; for numbers below 2^56. */
function putVarintBefore(bytes: Buffer, end: number, value: number): number {
  let at = end - 1;
  bytes[at] = value % 128;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    at -= 1;
    bytes[at] = (rest % 128) + 128;
  }
  return at;
}

/** Level above level until one page holds all. */
function interiors(pages: Pages, children: readonly Child[]): number {
  if (children.length === 1) return (children[0] as Child).page;
  const parents: Child[] = [];
  let next = 0;
  while (next < children.length) {
    const { number, bytes, view } = pages.next();
    let free = PAGE_BYTES;
    let cells = 0;
    // The last child of a page stands in its header, and has no key; two must be left over for another page.
    while (next < children.length - 1 && 12 + (cells + 1) * 2 + 13 <= free) {
      const { page, lastKey } = children[next] as Child;
      if (cells > 0 && next === children.length - 2 && 12 + (cells + 2) * 2 + 26 > free) break;
      free = putVarintBefore(bytes, free, lastKey) - 4;
      view.setUint32(free, page);
      view.setUint16(12 + cells * 2, free);
      cells += 1;
      next += 1;
    }
    const last = children[next] as Child;
    next += 1;
    head(view, 0, INTERIOR, cells, free);
    view.setUint32(8, last.page);
    parents.push({ page: number, lastKey: last.lastKey });
  }
  return interiors(pages, parents);
}

function head(view: DataView, at: number, kind: number, cells: number, free: number): void {
  view.setUint8(at, kind);
  view.setUint16(at + 3, cells);
  view.setUint16(at + 5, free % 65_536);
}

/** The file's header, and the schema with its one table. */
function firstPage(table: string, root: number, sql: string, pageCount: number): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  const view = new DataView(page.buffer, page.byteOffset, PAGE_BYTES);
  page.write('SQLite format 3\0', 'latin1');
  // 1 stands for 65,536.
  view.setUint16(16, 1);
  page.set([1, 1, 0, 64, 32, 32], 18);
  view.setUint32(24, 1);
  view.setUint32(28, pageCount);
  view.setUint32(40, 1);
  view.setUint32(44, 4);
  view.setUint32(56, 1);
  view.setUint32(92, 1);
  view.setUint32(96, 3_054_000);

  const texts = ['table', table, table].map((text) => Buffer.from(text));
  const statement = Buffer.from(sql);
  const rootBytes = Buffer.alloc(4);
  rootBytes.writeUInt32BE(root);
  const types = [...texts.map(({ length }) => 13 + 2 * length), 4, 13 + 2 * statement.length];
  const header = Buffer.concat(types.map(varint));
  const record = Buffer.concat([varint(header.length + 1), header, ...texts, rootBytes, statement]);
  const cell = Buffer.concat([varint(record.length), varint(1), record]);
  const free = PAGE_BYTES - cell.length;
  page.set(cell, free);
  head(view, FILE_HEADER_BYTES, LEAF, 1, free);
  view.setUint16(FILE_HEADER_BYTES + 8, free);
  return page;
}

function varint(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  return bytes.subarray(putVarintBefore(bytes, 9, value));
}
