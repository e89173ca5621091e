import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from './set-up-lock.mjs';

describe('the set-up lock', () => {
  let folder: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dyno-lock-'));
    lock = join(folder, 'inner', 'set-up.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is a folder that names its owner, and goes with its release', async () => {
    const release = await acquireLock(lock);
    expect(JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    release();
    expect(existsSync(lock)).toBe(false);
  });

  it('is taken over from a process that died with it', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.on('exit', resolve));
    mkdirSync(lock, { recursive: true });
    writeFileSync(
      join(lock, 'owner.json'),
      JSON.stringify({ pid: dead.pid, startedAt: null, token: 'dead' }),
    );
    const release = await acquireLock(lock);
    expect(readFileSync(join(lock, 'owner.json'), 'utf8')).not.toContain('dead');
    release();
  });

  it.skipIf(process.platform !== 'linux')(
    'is taken over where its number belongs to a later process now (start times are read on Linux)',
    async () => {
      mkdirSync(lock, { recursive: true });
      const impostor = { pid: process.pid, startedAt: '1', token: 'former' };
      writeFileSync(join(lock, 'owner.json'), JSON.stringify(impostor));
      (await acquireLock(lock))();
      expect(existsSync(lock)).toBe(false);
    },
  );

  it('lets processes through one at a time, and says for whom they wait', async () => {
    const log = join(folder, 'log');
    const script = `
      import { appendFileSync } from 'node:fs';
      import { acquireLock } from ${JSON.stringify(join(import.meta.dirname, 'set-up-lock.mjs'))};
      for (let round = 0; round < 5; round += 1) {
        const release = await acquireLock(${JSON.stringify(lock)}, { onWait: (pid) => process.stdout.write('waits for ' + pid + '\\n') });
        appendFileSync(${JSON.stringify(log)}, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 20));
        appendFileSync(${JSON.stringify(log)}, 'out\\n');
        release();
      }`;
    const outputs = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<string>((resolve) => {
            const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
            let output = '';
            child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
            child.on('exit', (code) => resolve(`${output}code ${code}`));
          }),
      ),
    );
    expect(readFileSync(log, 'utf8')).toBe('in out\n'.repeat(15));
    for (const output of outputs) expect(output).toMatch(/code 0$/);
    expect(outputs.join('\n')).toMatch(/waits for \d+/);
  });
});
