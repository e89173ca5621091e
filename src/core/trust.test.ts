import { execFileSync } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BenchRequest, Run } from '../contract/run.ts';
import type { TrustCheck, TrustEvidence } from '../contract/trust.ts';
import { openCore, type TestCore } from './core.test-support.ts';

const MLP: BenchRequest = { model: { kind: 'demo', location: 'demo:mlp-tiny' }, threads: 1 };

async function evidenceOf({ core }: TestCore, run: Run): Promise<ReadonlyMap<TrustCheck, TrustEvidence>> {
  const { trust } = await core.api.getDetails(run.id);
  expect(run.trust).toEqual(trust && { verdict: trust.verdict, sentence: trust.sentence });
  return new Map(trust?.evidence.map((piece) => [piece.check, piece]));
}

/** Keeps a core busy for half a minute at most, and is nobody's child here: its shell has ended. */
function startStranger(): void {
  const loop = 'const end = Date.now() + 30000; while (Date.now() < end);';
  const printed = execFileSync('sh', [
    '-c',
    '"$0" -e "$1" >/dev/null 2>&1 & echo $!',
    process.execPath,
    loop,
  ]);
  const pid = Number(String(printed));
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  });
}

describe('trust in a run', () => {
  it.runIf(process.platform === 'linux')('is told from what the machine did around it', async () => {
    const test = await openCore();
    const evidence = await evidenceOf(test, await test.bench({ ...MLP, durationMs: 1600 }));
    const told = ['other-load', 'cpu-wait', 'interface-cost', 'samples', 'timer'] as const;
    for (const check of told)
      expect(evidence.get(check), check).toMatchObject({ value: expect.any(Number) as number });
    for (const check of ['suspended', 'wall-clock', 'simulated', 'swap', 'cgroup'] as const)
      expect(evidence.get(check)?.state, check).not.toBe('unknown');
  });

  it.runIf(process.platform === 'linux')('is lost to a program that keeps a core busy', async () => {
    const test = await openCore();
    startStranger();
    const run = await test.bench({ ...MLP, durationMs: 1000 });
    const load = (await evidenceOf(test, run)).get('other-load');
    expect(load?.state).toMatch(/warning|bad/);
    expect(load?.value).toBeGreaterThan(0.2);
    expect(run.trust?.verdict).not.toBe('trusted');
  });

  it('is kept of a run that was stopped, and of one that crashed', async () => {
    const test = await openCore();
    const { core, ports, progress, ended } = test;
    for (const end of ['stop', 'kill'] as const) {
      const measuring = progress((step) => step.iterationsDone > 0);
      const { id } = await core.api.startBench({ ...MLP, durationMs: 60_000 });
      await measuring;
      if (end === 'stop') await core.api.stopRun(id);
      else ports.workers.at(-1)?.kill();
      expect((await evidenceOf(test, await ended(id))).get('samples')?.value).toBeGreaterThan(0);
    }
  });

  it('of three samples is none, and says how many more it takes', async () => {
    const test = await openCore();
    const run = await test.bench({ ...MLP, iterations: 3 });
    expect(run.trust?.verdict).toBe('not-trusted');
    expect((await evidenceOf(test, run)).get('samples')).toMatchObject({ state: 'bad', value: 3, limit: 6 });
  });

  it('is nothing that a run without samples could have', async () => {
    const test = await openCore();
    const run = await test.bench({ ...MLP, provider: 'cuda' });
    expect(run).toMatchObject({ status: 'failed', trust: null });
    expect((await test.core.api.getDetails(run.id)).trust).toBeNull();
  });
});
