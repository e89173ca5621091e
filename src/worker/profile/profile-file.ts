import { closeSync, openSync, readdirSync, readSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bytes } from '../../contract/units.ts';

const CHUNK_BYTES = 1024 * 1024;

/** The file that the runtime wrote for a prefix, whose name it completes itself; null where it could write none. */
export function findProfileFile(prefix: string): string | null {
  const folder = dirname(prefix);
  const beginning = `${basename(prefix)}_`;
  try {
    const name = readdirSync(folder).find((entry) => entry.startsWith(beginning));
    return name === undefined ? null : join(folder, name);
  } catch {
    return null;
  }
}

/** Hands the file over piece by piece, and hears a stop between them; gives its size. */
export async function readInPieces(path: string, take: (bytes: Uint8Array) => void): Promise<Bytes> {
  const file = openSync(path, 'r');
  const piece = new Uint8Array(CHUNK_BYTES);
  try {
    for (let total = 0; ; await nextTurn()) {
      const length = readSync(file, piece, 0, piece.length, null);
      if (length === 0) return total;
      total += length;
      take(piece.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
}

export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The whole folder goes at the end.
  }
}

/** What this user may still write there; infinite where the system does not say. */
export function freeBytes(folder: string): Bytes {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
