import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { demoJob, forkWorker, temporaryFolder } from './worker.test-support.ts';

const onLinux = process.platform === 'linux';

describe('a worker', () => {
  it('goes through every phase in order and hands over each sample once', async () => {
    const { child, batches, phases } = forkWorker();
    const result = await child.connection.remote.measure(demoJob('mlp-tiny', { iterations: 3000 }));
    expect(phases.filter((phase, index) => phases.indexOf(phase) === index)).toEqual([
      'preparing',
      'loading',
      'first-run',
      'warm-up',
      'measuring',
      'storing',
    ]);
    const all = batches.flatMap(({ latenciesMs }) => [...latenciesMs]);
    expect(all).toHaveLength(3000);
    expect(result.latencyMs?.count).toBe(3000);
    expect(Math.min(...all)).toBe(result.latencyMs?.min);
    expect(Math.max(...all)).toBe(result.latencyMs?.max);
    batches.reduce((end, batch) => {
      expect(batch.startMs).toBeGreaterThanOrEqual(end);
      return batch.endMs;
    }, 0);
    expect(result.stopped).toBe(false);
  });

  it('runs every family of demo models', async () => {
    for (const name of ['mlp-tiny', 'cnn-tiny', 'encoder-tiny', 'decoder-tiny']) {
      const { child } = forkWorker();
      const result = await child.connection.remote.measure(demoJob(name));
      expect(result.latencyMs?.count, name).toBe(10);
    }
  });

  it('ends after its iteration when it is told to, with what there is', async () => {
    const { child, batches } = forkWorker();
    const measured = child.connection.remote.measure(
      demoJob('mlp-tiny', { iterations: null, durationMs: 60_000 }),
    );
    await vi.waitFor(
      () => {
        expect(batches.length).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
    await child.connection.remote.stop();
    const result = await measured;
    expect(result.stopped).toBe(true);
    expect(result.latencyMs?.count).toBe(
      batches.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0),
    );
  });

  it('ends when it is precise enough, or when its time is up', async () => {
    const first = forkWorker();
    const wish = { iterations: null, durationMs: 20_000, precision: 0.5 };
    const precise = await first.child.connection.remote.measure(demoJob('mlp-tiny', wish));
    expect(precise.signals?.endedBy).toBe('precision');
    const [low = 0, high = Infinity] = precise.latencyMs?.intervals.p50 ?? [];
    expect(high).toBeLessThanOrEqual(1.5 * (precise.latencyMs?.p50 ?? 0));
    expect(low).toBeGreaterThanOrEqual(0.5 * (precise.latencyMs?.p50 ?? 0));
    const second = forkWorker();
    const late = await second.child.connection.remote.measure(
      demoJob('mlp-tiny', { iterations: null, durationMs: 50, precision: 0.000_001 }),
    );
    expect(late.signals?.endedBy).toBe('duration');
    expect(late.stopped).toBe(false);
  });

  it('that was cut short at three samples says no more than it knows', async () => {
    const { child } = forkWorker();
    const result = await child.connection.remote.measure(demoJob('mlp-tiny', { iterations: 3 }));
    expect(result.latencyMs).toMatchObject({ count: 3, p90: null, p99: null, intervals: {} });
    expect(result.signals?.warmup?.steady).toBe(false);
  });

  it('measures nothing where it was stopped before it began', async () => {
    const { child } = forkWorker();
    await child.connection.remote.stop();
    const result = await child.connection.remote.measure(demoJob('mlp-tiny'));
    expect(result).toMatchObject({ stopped: true, latencyMs: null, series: null });
  });

  it('knows the runtime, and that the CPU works', async () => {
    const { child } = forkWorker();
    const known = await child.connection.remote.describeRuntime();
    expect(known.onnxRuntime).toMatch(/^\d+\.\d+\.\d+$/);
    expect(known.providers.map(({ name }) => name)).toEqual(['cpu', 'webgpu', 'cuda']);
    expect(known.providers[0]).toEqual({ name: 'cpu', available: true, reason: '' });
    for (const { available, reason } of known.providers) expect(reason === '').toBe(available);
  });

  it.runIf(onLinux)('offers itself first where memory runs out', async () => {
    const { child } = forkWorker();
    await child.connection.remote.measure(demoJob('mlp-tiny'));
    expect(readFileSync(`/proc/${String(child.pid)}/oom_score_adj`, 'utf8').trim()).toBe('1000');
  });

  it.runIf(onLinux)('tells nobody that it ran: no file is left anywhere, no socket is opened', async () => {
    const home = temporaryFolder();
    const { child } = forkWorker({
      PATH: process.env['PATH'],
      HOME: home,
      TMPDIR: home,
      XDG_CACHE_HOME: home,
    });
    // The first answer comes from a process that has not loaded the runtime.
    await child.connection.remote.describeInputFiles({});
    const before = socketsOf(child.pid);
    await child.connection.remote.measure(demoJob('mlp-tiny', { iterations: 2000 }));
    expect(loadsRuntime(child.pid)).toBe(true);
    expect(socketsOf(child.pid)).toEqual(before);
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  });
});

/** What its open descriptors that are sockets point to: the channel to its host and nothing else. */
function socketsOf(pid: number | undefined): readonly string[] {
  const folder = `/proc/${String(pid)}/fd`;
  return readdirSync(folder)
    .map((name) => {
      try {
        return readlinkSync(`${folder}/${name}`);
      } catch {
        return '';
      }
    })
    .filter((target) => target.startsWith('socket:'))
    .sort();
}

function loadsRuntime(pid: number | undefined): boolean {
  return readFileSync(`/proc/${String(pid)}/maps`, 'utf8').includes('libonnxruntime');
}
