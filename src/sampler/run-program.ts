import { execFile } from 'node:child_process';
import type { ProgramOutcome } from '../core/sampler/sources/types.ts';
import type { Milliseconds } from '../contract/units.ts';

const MOST_BYTES = 16 * 2 ** 20;

/** A vendor's program, in the language that its parsers read, killed for good when it takes too long. */
export function runProgram(
  program: string,
  words: readonly string[],
  withinMs: Milliseconds,
): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...words],
      {
        timeout: withinMs,
        killSignal: 'SIGKILL',
        maxBuffer: MOST_BYTES,
        windowsHide: true,
        env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ code: 0, stdout, stderr, failure: null });
        const code = typeof error.code === 'number' ? error.code : null;
        const failure =
          code !== null ? null : error.code === 'ENOENT' ? 'missing' : error.killed ? 'late' : 'failed';
        resolve({ code, stdout, stderr, failure });
      },
    );
  });
}
