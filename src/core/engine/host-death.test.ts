import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openCore, temporaryFolder } from '../core.test-support.ts';

describe('a host that is killed in the middle of a run', () => {
  it('takes its worker with it, and the next start finds the run crashed with what it had', async () => {
    const folder = temporaryFolder();
    const host = fork(join(import.meta.dirname, 'measuring-host.test-support.ts'), [folder], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const [{ runId, workerPid }] = (await once(host, 'message')) as [{ runId: string; workerPid: number }];
    host.kill('SIGKILL');
    await once(host, 'exit');
    await vi.waitFor(
      () => {
        expect(isRunning(workerPid)).toBe(false);
      },
      { timeout: 20_000 },
    );

    const { core, bench } = await openCore(folder);
    const run = await core.api.getRun(runId);
    expect(run).toMatchObject({ status: 'crashed', error: { code: 'WORKER_CRASHED' } });
    expect(run.latencyMs?.count).toBeGreaterThan(0);
    expect(run.endedAt).toBeGreaterThan(run.startedAt ?? Infinity);
    const runs = await core.api.listRuns({});
    expect(runs.map(({ status, latencyMs }) => [status, latencyMs === null])).toEqual([
      ['crashed', true],
      ['crashed', false],
    ]);
    // The machine's lock went with its holder.
    const next = await bench({
      model: { kind: 'demo', location: 'demo:mlp-tiny' },
      iterations: 3,
      wait: false,
    });
    expect(next.status).toBe('done');
  });
});

/** A process that ended but was not waited for yet is a zombie: it runs no more. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
