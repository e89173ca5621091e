import { decodeUtf8 } from '../../model/utf8.ts';
import { TextLines } from './text-lines.ts';

const MOST_BYTES = 256 * 1024;

/** The first lines of a head, the last only where the head holds all of it; none where it is no text. */
export function headLines(head: { readonly bytes: Uint8Array; readonly isWhole: boolean }): string[] {
  const bytes = head.bytes.subarray(0, MOST_BYTES);
  const lines: string[] = [];
  let isText = true;
  const reader = new TextLines((line, from, to) => {
    const length = Math.min(to - from, 16 * 1024);
    isText &&= line.subarray(from, from + length).indexOf(0) < 0;
    lines.push(decodeUtf8(line.subarray(from, from + length)));
  }, 'text');
  reader.push(bytes);
  const complete = lines.length;
  reader.end();
  if (!isText) return [];
  const isWhole = head.isWhole && bytes.length === head.bytes.length;
  return isWhole || complete === 0 ? lines : lines.slice(0, complete);
}
