import { describe, expect, it } from 'vitest';
import type { ProgramOutcome } from '../core/sampler/sources/types.ts';
import { followProgram } from './follow-program.ts';

type End = Omit<ProgramOutcome, 'stdout'>;

function follow(
  script: string,
  program = process.execPath,
): { lines: string[]; ended: Promise<End>; stop: () => void; line: Promise<void> } {
  const lines: string[] = [];
  let stop = (): void => undefined;
  let heard = (): void => undefined;
  const line = new Promise<void>((resolve) => (heard = resolve));
  const ended = new Promise<End>((resolve) => {
    const followed = followProgram(program, ['-e', script], {
      onLine: (text) => {
        lines.push(text);
        heard();
      },
      onEnd: resolve,
    });
    stop = () => followed.stop();
  });
  return { lines, ended, stop, line };
}

describe('a program that goes on telling', () => {
  it('is heard line by line, the last one too', async () => {
    const { lines, ended } = follow("process.stdout.write('one\\r\\ntw'); process.stdout.write('o\\nlast')");
    expect(await ended).toEqual({ code: 0, stderr: '', failure: null });
    expect(lines).toEqual(['one', 'two', 'last']);
  });

  it('ends with its code and its last words', async () => {
    const { ended } = follow("console.error('GPU is lost'); process.exitCode = 15");
    expect(await ended).toMatchObject({ code: 15, stderr: 'GPU is lost\n' });
  });

  it('may be missing', async () => {
    expect(await follow('', 'no-such-program-here').ended).toMatchObject({ code: null, failure: 'missing' });
  });

  it('is gone when it is stopped, and heard no more', async () => {
    const { lines, line, stop, ended } = follow("setInterval(() => console.log('tick'), 5)");
    await line;
    stop();
    const heard = lines.length;
    const first = await Promise.race([
      ended.then(() => 'ended'),
      new Promise((resolve) => setImmediate(resolve, 'quiet')),
    ]);
    expect(first).toBe('quiet');
    expect(lines).toHaveLength(heard);
  });
});
