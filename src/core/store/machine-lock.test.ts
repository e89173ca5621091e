import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MachineLock } from './machine-lock.ts';
import { currentOwner } from './owner.ts';
import { codeOf, emptyFolder } from './store.fixture.ts';

const me = { pid: process.pid, what: 'a run of mine' };

function lockIn(folder: string): MachineLock {
  const lock = new MachineLock(join(folder, 'lock'));
  onTestFinished(() => lock.release());
  return lock;
}

async function holderIn(folder: string): Promise<{ child: ChildProcess; taken: unknown }> {
  const file = fileURLToPath(new URL('./holder.fixture.ts', import.meta.url));
  const child = fork(file, [folder], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [taken] = (await once(child, 'message')) as [unknown];
  return { child, taken };
}

describe('the lock of the machine', () => {
  it('is held by one at a time, within a program too', () => {
    const folder = emptyFolder();
    const [one, two] = [lockIn(folder), lockIn(folder)];
    expect(one.holder()).toBeNull();
    expect(one.tryAcquire(me)).toBe(true);
    expect(one.tryAcquire(me)).toBe(false);
    expect(two.tryAcquire(me)).toBe(false);
    expect(two.holder()).toEqual(me);
    two.release();
    expect(two.tryAcquire(me)).toBe(false);
    one.release();
    expect(two.holder()).toBeNull();
    expect(two.tryAcquire(me)).toBe(true);
  });

  it('is seen by another program, which says who holds it, and gets it afterwards', async () => {
    const folder = emptyFolder();
    const lock = lockIn(folder);
    const { child, taken } = await holderIn(folder);
    expect(taken).toBe(true);
    expect(lock.tryAcquire(me)).toBe(false);
    expect(lock.holder()).toEqual({ pid: child.pid, what: 'demo:mlp-tiny' });
    child.send('release');
    expect(await once(child, 'message')).toContain('released');
    expect(lock.tryAcquire(me)).toBe(true);
    expect((await holderIn(folder)).taken).toBe(false);
  });

  it('stays held while others ask, look and let go of what they never had', async () => {
    const folder = emptyFolder();
    const lock = lockIn(folder);
    lock.tryAcquire(me);
    const other = lockIn(folder);
    other.tryAcquire(me);
    other.holder();
    other.release();
    expect((await holderIn(folder)).taken).toBe(false);
  });

  it('is free as soon as its holder was killed', async () => {
    const folder = emptyFolder();
    const lock = lockIn(folder);
    const { child } = await holderIn(folder);
    expect(lock.tryAcquire(me)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(lock.holder()).toBeNull();
    expect(lock.tryAcquire(me)).toBe(true);
  });

  it('is not blocked by what is written beside it', () => {
    const folder = emptyFolder();
    const note = (text: string): void => writeFileSync(join(folder, 'lock.json'), text);
    const lock = lockIn(folder);
    note(JSON.stringify({ pid: 1, what: 'old', owner: { pid: 1, startedAt: 'another boot:1' } }));
    expect(lock.tryAcquire(me)).toBe(true);
    expect(lock.holder()).toEqual(me);
    for (const text of ['', '{', 'null', '7', '{"pid":1}', JSON.stringify({ ...me, owner: null })]) {
      note(text);
      expect(lock.holder()).toBeNull();
    }
    note(JSON.stringify({ ...me, owner: currentOwner() }));
    expect(lock.holder()).toEqual(me);
  });

  it.skipIf(process.platform === 'win32')('is every user’s', () => {
    const folder = emptyFolder();
    lockIn(folder).tryAcquire(me);
    for (const file of ['lock', 'lock.json']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o666);
  });

  it('says so where it cannot be made or is something else', () => {
    const folder = emptyFolder();
    const inFile = join(folder, 'file');
    writeFileSync(inFile, 'no database, and no lock either\n'.repeat(200));
    expect(codeOf(() => new MachineLock(join(inFile, 'lock')).tryAcquire(me))).toBe('STORE_READ_ONLY');
    expect(codeOf(() => new MachineLock(inFile).tryAcquire(me))).toBe('STORE_READ_ONLY');
    expect(codeOf(() => new MachineLock(folder).tryAcquire(me))).toBe('STORE_READ_ONLY');
  });
});
