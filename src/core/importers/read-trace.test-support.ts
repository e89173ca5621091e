import { encodeUtf8 } from '../model/utf8.ts';
import type { StreamImporter } from './formats/types.ts';
import { RecordingSink } from './recording-sink.test-support.ts';

/** Gives the bytes in pieces of this size. */
export function readTrace(importer: StreamImporter, bytes: Uint8Array, piece = 64 * 1024): RecordingSink {
  const sink = new RecordingSink();
  const reading = importer.read(sink);
  for (let at = 0; at < bytes.length; at += piece) reading.push(bytes.slice(at, at + piece));
  reading.end();
  return sink;
}

export const readText = (importer: StreamImporter, text: string, piece?: number): RecordingSink =>
  readTrace(importer, encodeUtf8(text), piece);

export const sniffs = (importer: StreamImporter, text: string): boolean =>
  importer.sniff({ bytes: encodeUtf8(text), isWhole: true });

/** Places to cut a file at, the same in every run. */
export function cuts(length: number, count: number): number[] {
  let seed = 12345;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 3) % length;
  });
}
