import { writeSync } from 'node:fs';
import type { Log } from '../../core/ports.ts';

/** Warnings and errors go to stderr; what only a developer wants needs DYNO_DEBUG=1. */
export function createStderrLog(debugging: boolean, write: (text: string) => void = writeStderr): Log {
  return {
    debug: (message) => {
      if (debugging) write(`debug: ${message}\n`);
    },
    warn: (message) => write(`warning: ${message}\n`),
    error: (message, error) => {
      write(`error: ${message}${error instanceof Error ? `: ${error.message}` : ''}\n`);
      if (debugging && error instanceof Error && error.stack) write(`${error.stack}\n`);
    },
  };
}

/** At once, so that it is out before the process ends; a closed stderr is nobody's problem. */
function writeStderr(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    return;
  }
}
