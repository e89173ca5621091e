import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { emptyFolder, open } from './store.fixture.ts';

async function program(folder: string, name: string): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./writer.fixture.ts', import.meta.url));
  const child = fork(file, [folder, name], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const died = once(child, 'close').then(() => `it ended: ${errors}`);
  expect(await Promise.race([once(child, 'message').then(([message]) => message as unknown), died])).toBe(
    'open',
  );
  return child;
}

async function write(child: ChildProcess, count: number): Promise<void> {
  child.send(count);
  expect(await once(child, 'message')).toContain('written');
}

describe('two programs on one store', () => {
  it('see each other’s runs, and notice that there are some', async () => {
    const folder = emptyFolder();
    const store = open(folder);
    const other = await program(folder, 'other');
    const before = store.dataVersion();
    store.insertRun(aRun('own'), currentOwner());
    expect(store.dataVersion()).toBe(before);
    await write(other, 1);
    expect(store.dataVersion()).not.toBe(before);
    expect(store.getRun('other-0')?.status).toBe('running');
  });

  it('write at once, and nothing is lost or refused', async () => {
    const folder = emptyFolder();
    const programs = await Promise.all(['a', 'b'].map((name) => program(folder, name)));
    const writing = Promise.all(programs.map((child) => write(child, 300)));
    const store = open(folder);
    for (let index = 0; index < 300; index += 1) {
      store.insertRun(aRun(`own-${index}`), currentOwner());
      store.updateRun(`own-${index}`, { name: 'changed' });
    }
    await writing;
    expect(store.listRuns()).toHaveLength(900);
    expect(store.readSamples('b-299').latenciesMs).toEqual(Float64Array.of(299));
  });

  it('leave a live program’s run alone; a killed one’s is an orphan, with what it had', async () => {
    const folder = emptyFolder();
    const other = await program(folder, 'other');
    await write(other, 1);
    const store = open(folder);
    expect(store.orphans()).toEqual([]);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(store.orphans().map(({ id }) => id)).toEqual(['other-0']);
    expect(store.readSamples('other-0').latenciesMs).toHaveLength(1);
  });

  it('may begin it at the same moment', async () => {
    const folder = emptyFolder();
    const programs = await Promise.all(['a', 'b', 'c'].map((name) => program(folder, name)));
    await Promise.all(programs.map((child) => write(child, 1)));
    expect(open(folder).listRuns()).toHaveLength(3);
  });

  it('may find it damaged at the same moment: it is set aside once, and both go on in one new store', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'dyno.db'), 'no store at all');
    const programs = await Promise.all(['a', 'b', 'c'].map((name) => program(folder, name)));
    await Promise.all(programs.map((child) => write(child, 1)));
    expect(open(folder).listRuns()).toHaveLength(3);
    expect(readdirSync(folder).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
  });
});
