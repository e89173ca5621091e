import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const guarded = join(import.meta.dirname, 'guarded.mjs');

/** A command with a child of its own, both of which end when told to. */
const WITH_CHILD = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  writeFileSync(process.argv[2], process.pid + ' ' + child.pid);
  setInterval(() => undefined, 1000);
`;
/** A command as stubborn as they come: it ignores every polite signal. */
const STUBBORN = `
  import { writeFileSync } from 'node:fs';
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  writeFileSync(process.argv[2], String(process.pid));
  setInterval(() => undefined, 1000);
`;
const MEEK = `
  import { writeFileSync } from 'node:fs';
  process.on('SIGINT', () => process.exit(42));
  writeFileSync(process.argv[2], String(process.pid));
  setInterval(() => undefined, 1000);
`;

describe.skipIf(process.platform === 'win32')('a guarded command (process groups: not on Windows)', () => {
  let folder: string;
  let pidFile: string;
  const started: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dyno-guarded-'));
    pidFile = join(folder, 'pids');
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    for (const pid of pids()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** A script of ours that guards the given command, as start.mjs does. */
  function writeScript(command: string, before = ''): string {
    writeFileSync(join(folder, 'command.mjs'), command);
    const script = join(folder, 'script.mjs');
    writeFileSync(
      script,
      `import { runGuarded, endWithParent } from ${JSON.stringify(guarded)};
       ${before}
       const ended = await runGuarded(process.execPath, [${JSON.stringify(join(folder, 'command.mjs'))}, ${JSON.stringify(pidFile)}]);
       process.exit(ended.code);`,
    );
    return script;
  }

  function startScript(command: string, before = '', options: { detached?: boolean } = {}): ChildProcess {
    const child = spawn(process.execPath, [writeScript(command, before)], { stdio: 'ignore', ...options });
    started.push(child);
    return child;
  }

  function pids(): readonly number[] {
    try {
      return readFileSync(pidFile, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      return [];
    }
  }
  const running = (count: number): Promise<void> =>
    vi.waitFor(() => expect(pids()).toHaveLength(count), { timeout: 10_000, interval: 20 });
  const gone = (): Promise<void> =>
    vi.waitFor(() => expect(pids().filter(isAlive)).toEqual([]), { timeout: 15_000, interval: 50 });
  const exitOf = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.on('exit', (code) => resolve(code)));

  it('dies with its whole group when its script is killed with SIGKILL', async () => {
    const script = startScript(WITH_CHILD);
    await running(2);
    script.kill('SIGKILL');
    await gone();
  });

  it('dies as well when the whole group of its script is killed at once', async () => {
    const script = startScript(WITH_CHILD, '', { detached: true });
    await running(2);
    process.kill(-(script.pid ?? 0), 'SIGKILL');
    await gone();
  });

  it('dies though it ignores every polite signal', async () => {
    const script = startScript(STUBBORN);
    await running(1);
    script.kill('SIGKILL');
    await gone();
  });

  it('gets the signals that its script gets, and its exit code is kept', async () => {
    const script = startScript(MEEK);
    const exit = exitOf(script);
    await running(1);
    script.kill('SIGINT');
    expect(await exit).toBe(42);
  });

  it('that dies of a signal makes its script end with 128 and the number', async () => {
    const script = startScript(MEEK);
    const exit = exitOf(script);
    await running(1);
    process.kill(pids()[0] ?? 0, 'SIGKILL');
    expect(await exit).toBe(137);
  });

  // As npm does it: npm, a shell, the script.
  it('ends when the parent of its script goes, though a shell in between lives on', async () => {
    const script = writeScript(WITH_CHILD, 'endWithParent();');
    const npm = spawn(
      process.execPath,
      [
        '-e',
        `const { spawn } = require('node:child_process');
         spawn('/bin/sh', ['-c', ${JSON.stringify(`"${process.execPath}" "${script}"; exit $?`)}], {
           stdio: 'ignore', env: { ...process.env, npm_lifecycle_event: 'start' } });
         setInterval(() => undefined, 1000);`,
      ],
      { stdio: 'ignore' },
    );
    started.push(npm);
    await running(2);
    npm.kill('SIGKILL');
    await gone();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
