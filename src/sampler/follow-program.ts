import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FollowedProgram, ProgramEars } from '../core/sampler/sources/types.ts';

/** Of its error stream: enough for any sentence. */
const LAST_WORDS = 4096;

/** Starts a vendor's program and hears it line by line, in the language that its parsers read. */
export function followProgram(program: string, words: readonly string[], ears: ProgramEars): FollowedProgram {
  let isOver = false;
  let stderr = '';
  const child = spawn(program, [...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
  });
  const end = (code: number | null, failure: 'missing' | 'failed' | null): void => {
    if (isOver) return;
    isOver = true;
    ears.onEnd({ code, stderr, failure });
  };
  child.on('error', (error: NodeJS.ErrnoException) =>
    end(null, error.code === 'ENOENT' ? 'missing' : 'failed'),
  );
  // "close" comes after the last line, "exit" may not.
  child.on('close', (code) => end(code, code === null ? 'failed' : null));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-LAST_WORDS);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!isOver) ears.onLine(line);
  });
  return {
    pid: child.pid ?? null,
    stop() {
      isOver = true;
      child.kill('SIGKILL');
    },
  };
}
