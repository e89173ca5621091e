import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceInfo } from '../../contract/trace.ts';

export const INDEX_FILE = 'index.json';
/** Raised with every change of what an index holds: one of another version is made anew. */
export const INDEX_VERSION = 2;

export type IndexInfo =
  | { readonly kind: 'none' }
  | { readonly kind: 'other-version' }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'whole'; readonly info: TraceInfo };

/** What an index says of its trace, without opening its columns. */
export async function readIndexInfo(folder: string): Promise<IndexInfo> {
  let text: string;
  try {
    text = await readFile(join(folder, INDEX_FILE), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { kind: 'none' }
      : { kind: 'damaged', reason: String(code) };
  }
  try {
    const { version, info } = JSON.parse(text) as { version?: unknown; info?: TraceInfo };
    if (version !== INDEX_VERSION) return { kind: 'other-version' };
    if (typeof info?.id !== 'string') return { kind: 'damaged', reason: 'it does not say of what it is' };
    return { kind: 'whole', info };
  } catch {
    return { kind: 'damaged', reason: `${INDEX_FILE} is no JSON` };
  }
}
