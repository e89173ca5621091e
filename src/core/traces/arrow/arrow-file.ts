import { DiskFile } from '../disk-file.ts';
import {
  batchMessage,
  bytesOf,
  dictionaryMessage,
  footer,
  schemaMessage,
  type ArrowBlock,
  type ArrowField,
  type ArrowRegion,
} from './arrow-metadata.ts';
import { ColumnWriter } from './column-writer.ts';

const MAGIC = Buffer.from('ARROW1');
/** Places of columns are multiples of this in the file, as Arrow recommends. */
const ALIGNMENT = 64;

/** Where a column's or a dictionary's values lie in the file. */
export interface ArrowPlaces {
  readonly [column: string]: number;
}

export interface DictionaryPlace {
  readonly offsetsAt: number;
  readonly bytesAt: number;
  readonly count: number;
  readonly isLarge: boolean;
}

/**
 * An Arrow IPC file with one batch, written column by column: each column lies in one piece, so that it is read again
 * by one call into a typed array. The batch may end up shorter than what was reserved for it.
 */
export class ArrowFile {
  readonly #file: DiskFile;
  readonly #fields: readonly ArrowField[];
  readonly #facts: Readonly<Record<string, string>>;
  readonly #dictionaries: ArrowBlock[] = [];
  #columns: readonly ColumnWriter[] = [];
  #regions: readonly ArrowRegion[] = [];
  #batch: ArrowBlock | null = null;

  constructor(path: string, fields: readonly ArrowField[], facts: Readonly<Record<string, string>> = {}) {
    this.#file = new DiskFile(path, 'make');
    this.#fields = fields;
    this.#facts = facts;
    this.#file.append(Buffer.concat([MAGIC, Buffer.alloc(2)]));
    const schema = schemaMessage(fields, facts);
    this.#writeMessage(schema, this.#file.bytes, schema.length);
  }

  /** Its texts one after another, in UTF-8. To be written before the batch, since some read files as streams. */
  dictionary(id: number, count: number, isLarge: boolean, texts: Iterable<Uint8Array>): DictionaryPlace {
    const at = this.#file.bytes;
    const room = metadataRoom(at, dictionaryMessage(id, 0, [NOWHERE, NOWHERE, NOWHERE], 0).length);
    const offsetsBytes = (count + 1) * (isLarge ? 8 : 4);
    const bodyAt = at + 8 + room;
    const bytesAt = bodyAt + aligned(offsetsBytes);
    const offsets = isLarge ? new BigInt64Array(count + 1) : new Int32Array(count + 1);
    const bytes = new ColumnWriter(this.#file, bytesAt);
    let next = 1;
    for (const text of texts) {
      bytes.append(text);
      if (offsets instanceof BigInt64Array) offsets[next++] = BigInt(bytes.bytes);
      else offsets[next++] = bytes.bytes;
    }
    bytes.flush();
    this.#file.write(offsets, bodyAt);
    const bodyBytes = aligned(offsetsBytes) + aligned(bytes.bytes);
    const regions = [
      NOWHERE,
      { at: 0, bytes: offsetsBytes },
      { at: aligned(offsetsBytes), bytes: bytes.bytes },
    ];
    this.#writeMessage(dictionaryMessage(id, count, regions, bodyBytes), at, room);
    this.#dictionaries.push({ at, metadataBytes: 8 + room, bodyBytes });
    this.#extendTo(bodyAt + bodyBytes);
    return { offsetsAt: bodyAt, bytesAt, count, isLarge };
  }

  /** A writer for each column, in order of the fields, with room for so many rows. */
  batch(mostRows: number): { readonly columns: readonly ColumnWriter[]; readonly places: ArrowPlaces } {
    const at = this.#file.bytes;
    const regions: ArrowRegion[] = [];
    let body = 0;
    for (const { type } of this.#fields) {
      const bytes = mostRows * bytesOf(type);
      regions.push({ at: body, bytes });
      body += aligned(bytes);
    }
    const room = metadataRoom(at, batchMessage(0, this.#fields.length, withValidity(regions), body).length);
    const bodyAt = at + 8 + room;
    this.#regions = regions;
    this.#columns = regions.map((region) => new ColumnWriter(this.#file, bodyAt + region.at));
    this.#batch = { at, metadataBytes: 8 + room, bodyBytes: body };
    this.#extendTo(bodyAt + body);
    const places = Object.fromEntries(
      this.#fields.map(({ name }, place) => [name, bodyAt + (regions[place]?.at ?? 0)]),
    );
    return { columns: this.#columns, places };
  }

  /** Ends the file; says how large it is. */
  close(rows: number): number {
    const batch = this.#batch;
    if (batch === null) throw new Error('an Arrow file needs its batch');
    for (const column of this.#columns) column.flush();
    const regions = this.#regions.map(({ at }, place) => ({
      at,
      bytes: rows * bytesOf(this.#fields[place]?.type ?? 'u8'),
    }));
    const metadata = batchMessage(rows, this.#fields.length, withValidity(regions), batch.bodyBytes);
    this.#writeMessage(metadata, batch.at, batch.metadataBytes - 8);
    const end = footer(this.#fields, this.#facts, this.#dictionaries, [batch]);
    const length = Buffer.alloc(4);
    length.writeInt32LE(end.length);
    this.#file.append(Buffer.concat([END_OF_STREAM, end, length, MAGIC]));
    this.#file.close();
    return this.#file.bytes;
  }

  /** Closes what is left half-written. */
  abandon(): void {
    this.#file.close();
  }

  #writeMessage(metadata: Uint8Array, at: number, room: number): void {
    const head = Buffer.alloc(8 + room);
    head.writeUInt32LE(CONTINUES, 0);
    head.writeInt32LE(room, 4);
    head.set(metadata, 8);
    this.#file.write(head, at);
  }

  #extendTo(end: number): void {
    if (this.#file.bytes < end) this.#file.write(new Uint8Array(1), end - 1);
  }
}

const CONTINUES = 0xffffffff;
const END_OF_STREAM = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
const NOWHERE: ArrowRegion = { at: 0, bytes: 0 };

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** So much that the body after it lies at a multiple of the alignment. */
const metadataRoom = (at: number, bytes: number): number => aligned(at + 8 + bytes) - at - 8;

/** No value is missing: the marks of validity take no room. */
const withValidity = (regions: readonly ArrowRegion[]): ArrowRegion[] =>
  regions.flatMap((region) => [NOWHERE, region]);
