import { writeSync } from 'node:fs';
import type { Log } from '../core/ports.ts';

export function createLog(debugging: boolean, write: (line: string) => void = writeStderr): Log {
  return {
    debug: (message) => {
      if (debugging) write(`debug: ${message}`);
    },
    warn: (message) => write(`warning: ${message}`),
    error: (message, error) => {
      write(`error: ${message}${error instanceof Error ? `: ${error.message}` : ''}`);
      if (debugging && error instanceof Error && error.stack) write(error.stack);
    },
  };
}

/** At once, so that it is out before the process ends. A program started from a menu has nobody who reads it. */
function writeStderr(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    return;
  }
}
