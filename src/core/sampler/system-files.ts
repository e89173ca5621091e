import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { ByteScanner } from './byte-scanner.ts';
import type { KeptFile, MachineFiles } from './sources/types.ts';

const FIRST_BYTES = 64 * 1024;
/**
 * The kernel hands texts of many records over in pieces, each a page less whatever did not fit: with records under
 * half a page, anything shorter than half a page was the last piece.
 */
const LAST_PIECE_BELOW = 2048;

/** This machine's own files. All kept files are read into one memory, which grows with the largest. */
export function systemFiles(): MachineFiles {
  let memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  const scanner = new ByteScanner();

  const readWhole = (descriptor: number): number => {
    for (let length = 0; ;) {
      const read = readSync(descriptor, memory, length, memory.length - length, length);
      length += read;
      if (length < memory.length) {
        if (read < LAST_PIECE_BELOW) return length;
      } else {
        const larger = Buffer.allocUnsafeSlow(memory.length * 2);
        memory.copy(larger);
        memory = larger;
      }
    }
  };

  return {
    read: (path) => attempt(() => readFileSync(path, 'utf8')),
    refusal(path) {
      try {
        readFileSync(path);
        return null;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? 'EIO';
      }
    },
    list: (path) => (attempt(() => readdirSync(path)) ?? []).sort(naturally),
    numbers: (path) =>
      (attempt(() => readdirSync(path)) ?? []).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])),
    keep(path): KeptFile | null {
      const descriptor = attempt(() => openSync(path, 'r'));
      if (descriptor === null) return null;
      return {
        scan() {
          try {
            const length = readWhole(descriptor);
            return scanner.over(memory, length);
          } catch {
            return null;
          }
        },
        close: () => closeSync(descriptor),
      };
    },
  };
}

/** cpu2 before cpu10. */
export const naturally = new Intl.Collator('en', { numeric: true }).compare;

function attempt<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
