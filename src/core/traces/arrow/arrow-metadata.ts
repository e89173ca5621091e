import { byte, flatBuffer, int, long, short, structs, table, text, vector } from './flat-buffer.ts';

/** Columns of numbers, and texts as numbers into a dictionary: all that an index needs of Arrow. */
export interface ArrowField {
  readonly name: string;
  readonly type: ArrowNumber;
  /** The number is a place in this dictionary of texts. */
  readonly dictionary: ArrowDictionary | null;
}

export interface ArrowDictionary {
  readonly id: number;
  /** Its texts may be more than 2 GB: 64-bit places. */
  readonly isLarge: boolean;
}

export type ArrowNumber = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'f64';

/** Where a part of a body lies, from the body's start. */
export interface ArrowRegion {
  readonly at: number;
  readonly bytes: number;
}

/** Of an encapsulated message in the file. */
export interface ArrowBlock {
  readonly at: number;
  readonly metadataBytes: number;
  readonly bodyBytes: number;
}

const VERSION_5 = 4;
const HEADER = { schema: 1, dictionary: 2, batch: 3 } as const;
const TYPE = { int: 2, float: 3, utf8: 5, largeUtf8: 20 } as const;
const DOUBLE = 2;

const isFloat = (type: ArrowNumber): boolean => type === 'f64';
const bitsOf = (type: ArrowNumber): number => Number(type.slice(1));
export const bytesOf = (type: ArrowNumber): number => bitsOf(type) / 8;

const intType = (type: ArrowNumber): ReturnType<typeof table> =>
  table(int(bitsOf(type)), byte(type.startsWith('i') ? 1 : 0));

function fieldTable({ name, type, dictionary }: ArrowField): ReturnType<typeof table> {
  const isNullable = byte(0);
  const noChildren = vector([]);
  if (dictionary !== null) {
    const encoding = table(long(dictionary.id), intType(type), byte(0));
    const valueType = byte(dictionary.isLarge ? TYPE.largeUtf8 : TYPE.utf8);
    return table(text(name), isNullable, valueType, table(), encoding, noChildren);
  }
  if (isFloat(type))
    return table(text(name), isNullable, byte(TYPE.float), table(short(DOUBLE)), null, noChildren);
  return table(text(name), isNullable, byte(TYPE.int), intType(type), null, noChildren);
}

const schemaTable = (
  fields: readonly ArrowField[],
  facts: Readonly<Record<string, string>>,
): ReturnType<typeof table> =>
  table(
    short(0),
    vector(fields.map(fieldTable)),
    vector(Object.entries(facts).map(([key, value]) => table(text(key), text(value)))),
  );

const batchTable = (
  rows: number,
  columns: number,
  regions: readonly ArrowRegion[],
): ReturnType<typeof table> =>
  table(
    long(rows),
    structs(columns, Array.from({ length: columns }, () => [rows, 0]).flat()),
    structs(
      regions.length,
      regions.flatMap(({ at, bytes }) => [at, bytes]),
    ),
  );

const message = (kind: number, header: ReturnType<typeof table>, bodyBytes: number): Uint8Array =>
  flatBuffer(table(short(VERSION_5), byte(kind), header, long(bodyBytes)));

export const schemaMessage = (
  fields: readonly ArrowField[],
  facts: Readonly<Record<string, string>>,
): Uint8Array => message(HEADER.schema, schemaTable(fields, facts), 0);

export const batchMessage = (
  rows: number,
  columns: number,
  regions: readonly ArrowRegion[],
  bodyBytes: number,
): Uint8Array => message(HEADER.batch, batchTable(rows, columns, regions), bodyBytes);

export const dictionaryMessage = (
  id: number,
  rows: number,
  regions: readonly ArrowRegion[],
  bodyBytes: number,
): Uint8Array =>
  message(HEADER.dictionary, table(long(id), batchTable(rows, 1, regions), byte(0)), bodyBytes);

export function footer(
  fields: readonly ArrowField[],
  facts: Readonly<Record<string, string>>,
  dictionaries: readonly ArrowBlock[],
  batches: readonly ArrowBlock[],
): Uint8Array {
  const blocks = (list: readonly ArrowBlock[]): ReturnType<typeof structs> =>
    structs(
      list.length,
      list.flatMap(({ at, metadataBytes, bodyBytes }) => [at, metadataBytes, bodyBytes]),
    );
  return flatBuffer(
    table(short(VERSION_5), schemaTable(fields, facts), blocks(dictionaries), blocks(batches)),
  );
}
