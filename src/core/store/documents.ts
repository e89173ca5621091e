import { deflateSync, inflateSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { badCell, parseCell, type CellPlace } from './cells.ts';

/** The number of the dictionary, then what deflate made of the text. */
const HEAD_BYTES = 4;
/** Deflate looks back no further. */
const LONGEST_DICTIONARY = 32_000;
/** A text that shares less than this with the dictionary becomes the next one. */
const WELL_SHARED = 0.3;
const MOST_DICTIONARIES = 32;
const LONGEST_TEXT = 512 * 1024 * 1024;

/**
 * Documents in few bytes. Those of one kind are mostly the same words with other numbers, so the first one of a
 * kind is kept as what the later ones are told against.
 */
export function documentCodec(database: Database) {
  const newest = database.prepare<[string], { id: number; body: Buffer }>(
    'SELECT id, body FROM dictionaries WHERE kind = ? ORDER BY id DESC LIMIT 1',
  );
  const count = database
    .prepare<[string], number>('SELECT count(*) FROM dictionaries WHERE kind = ?')
    .pluck();
  const body = database.prepare<[number], Buffer>('SELECT body FROM dictionaries WHERE id = ?').pluck();
  const insert = database.prepare<[string, Buffer]>('INSERT INTO dictionaries (kind, body) VALUES (?, ?)');
  const known = new Map<number, Buffer>();

  const dictionaryOf = (id: number): Buffer | undefined => {
    const held = known.get(id) ?? body.get(id);
    if (held !== undefined) known.set(id, held);
    return held;
  };
  const told = (text: Buffer, { id, body: dictionary }: { id: number; body: Buffer }): Buffer => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(id);
    return Buffer.concat([head, deflateSync(text, { dictionary })]);
  };

  return {
    /** Within the transaction that stores what comes of it. */
    pack(kind: string, document: unknown): Buffer {
      const text = Buffer.from(JSON.stringify(document));
      const dictionary = newest.get(kind);
      if (dictionary !== undefined) {
        const packed = told(text, dictionary);
        const isFull = (count.get(kind) ?? 0) >= MOST_DICTIONARIES;
        if (packed.length < text.length * WELL_SHARED || text.length > LONGEST_DICTIONARY || isFull)
          return packed;
      }
      const next = text.subarray(0, LONGEST_DICTIONARY);
      const id = Number(insert.run(kind, next).lastInsertRowid);
      return told(text, { id, body: next });
    },
    /** Also what an older Dyno stored as plain text. */
    unpack(cell: unknown, place: CellPlace): unknown {
      if (!(cell instanceof Uint8Array)) return parseCell(cell, place);
      const packed = Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
      const dictionary = packed.length > HEAD_BYTES ? dictionaryOf(packed.readUInt32LE()) : undefined;
      if (dictionary === undefined) throw badCell(place, 'is told against a text that is not there');
      let text: Buffer;
      try {
        text = inflateSync(packed.subarray(HEAD_BYTES), { dictionary, maxOutputLength: LONGEST_TEXT });
      } catch (error) {
        throw badCell(place, 'cannot be unpacked', error);
      }
      return parseCell(text.toString(), place);
    },
  };
}

export type DocumentCodec = ReturnType<typeof documentCodec>;
