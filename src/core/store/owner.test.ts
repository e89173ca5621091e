import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { currentOwner, isAlive, parseProcessStart } from './owner.ts';
import { emptyFolder } from './store.fixture.ts';

describe('the owner of a run', () => {
  it('is this process, which lives', () => {
    expect(currentOwner().pid).toBe(process.pid);
    expect(isAlive(currentOwner())).toBe(true);
    expect(currentOwner()).toEqual(currentOwner());
  });

  it('is dead once its process is', async () => {
    const child = fork(fileURLToPath(new URL('./holder.fixture.ts', import.meta.url)), [emptyFolder()], {
      execArgv: [],
    });
    await once(child, 'message');
    const owner = { pid: child.pid ?? 0, startedAt: '' };
    expect(isAlive(owner)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(owner)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('is dead when another process has its number', () => {
    const owner = currentOwner();
    const [boot, ticks] = owner.startedAt.split(':');
    expect(isAlive({ ...owner, startedAt: `${boot}:${Number(ticks) + 1}` })).toBe(false);
    expect(isAlive({ ...owner, startedAt: `another-boot:${ticks}` })).toBe(false);
  });

  it('is no group of processes, nor nonsense', () => {
    for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 40]) {
      expect(isAlive({ pid, startedAt: '' })).toBe(false);
    }
  });
});

describe('a process’s start', () => {
  const stat = (name: string, state: string): string =>
    `42 (${name}) ${state} 1 42 42 0 -1 4194560 100 0 0 0 5 5 0 0 20 0 7 0 12345 1000 200\n`;

  it('is found whatever the process is called', () => {
    expect(parseProcessStart(stat('node', 'S'))).toBe('12345');
    expect(parseProcessStart(stat('a) S 1 (b', 'R'))).toBe('12345');
  });

  it('is none for one that ended and was not waited for, or for no process at all', () => {
    expect(parseProcessStart(stat('node', 'Z'))).toBeNull();
    for (const text of ['', ')', '42 (x) S 1']) expect(parseProcessStart(text)).toBeNull();
  });
});
