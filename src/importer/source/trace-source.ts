import { open, type FileHandle } from 'node:fs/promises';
import type { TraceInfo } from '../../contract/trace.ts';
import { traceInvalid } from '../trace-invalid.ts';
import { filePieces } from './file-pieces.ts';
import { isGzip } from './gzip-header.ts';
import type { SourceWarn } from './types.ts';
import { isZstd, unfold, UNFOLD_RATIO } from './unfold.ts';
import { asUtf8, utf16Mark } from './utf16.ts';

export const HEAD_BYTES = 64 * 1024;

const PLAIN_PIECE = 1024 * 1024;
const FOLDED_PIECE = 128 * 1024;

/** A file opened for reading, and how far it was read. */
export interface TraceSource {
  readonly path: string;
  readonly file: FileHandle;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly compression: TraceInfo['compression'];
  /** The bytes that an importer sees are those of the file. */
  readonly isPlain: boolean;
  /** The start of what an importer sees. */
  readonly head: Uint8Array;
  readonly headIsWhole: boolean;
  /** Of the file as it lies on the disk. */
  readonly readBytes: number;
  /** What an importer sees, from the start: unfolded, as UTF-8. Once. */
  pieces(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Looks at the start of a file and finds out how its bytes are to be read. */
export async function openSource(path: string, mostBytes: number, warn: SourceWarn): Promise<TraceSource> {
  const file = await open(path, 'r');
  try {
    return await lookInto(path, file, mostBytes, warn);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function lookInto(
  path: string,
  file: FileHandle,
  mostBytes: number,
  warn: SourceWarn,
): Promise<TraceSource> {
  const { size, mtimeMs } = await file.stat();
  if (size === 0) throw traceInvalid('The file is empty.', path, 'Record the trace again.');
  const mark = new Uint8Array(4);
  await file.read(mark, 0, mark.length, 0);
  const compression = isGzip(mark) ? 'gzip' : isZstd(mark) ? 'zstd' : 'none';
  let readBytes = 0;
  const onRead = (bytes: number): void => void (readBytes += bytes);
  const raw = filePieces(file, { pieceBytes: compression === 'none' ? PLAIN_PIECE : FOLDED_PIECE, onRead });
  const unfolded =
    compression === 'none' ? raw : unfold(raw, compression, { mostBytes, ...UNFOLD_RATIO }, warn, path);
  const start = await takeHead(unfolded);
  const encoding = utf16Mark(start.head);
  const seen = encoding === null ? start : await takeHead(asUtf8(again(start), encoding));
  return {
    path,
    file,
    sizeBytes: size,
    mtimeMs,
    compression,
    isPlain: compression === 'none' && encoding === null,
    head: seen.head.subarray(0, HEAD_BYTES),
    headIsWhole: seen.isWhole && seen.head.length <= HEAD_BYTES,
    get readBytes() {
      return readBytes;
    },
    pieces: () => again(seen),
    close: () => file.close(),
  };
}

interface Started {
  readonly head: Uint8Array;
  readonly isWhole: boolean;
  readonly rest: AsyncIterator<Uint8Array, undefined>;
}

async function takeHead(pieces: AsyncIterable<Uint8Array>): Promise<Started> {
  const rest = pieces[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done === true) return { head: Buffer.concat(taken), isWhole: true, rest };
    taken.push(next.value);
    length += next.value.length;
  }
  return { head: taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken), isWhole: false, rest };
}

async function* again({ head, isWhole, rest }: Started): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    if (isWhole) return;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
