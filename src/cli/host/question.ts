import { createInterface } from 'node:readline';
import type { StopRequest } from './stop-request.ts';

/** Asks for y or n where a person is at the terminal; null where nobody is. Anything but yes is no. */
export async function askYesNo(question: string, stop: StopRequest): Promise<boolean | null> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  // Not as a terminal: in raw mode Ctrl-C would be a letter, and nobody would stop.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const answered = new Promise<string>((resolve) => {
      lines.question(`${question} [y/N] `, resolve);
      lines.once('close', () => resolve(''));
      void stop.asked.then(() => resolve(''));
    });
    return /^\s*y(es)?\s*$/i.test(await answered);
  } finally {
    lines.close();
  }
}
