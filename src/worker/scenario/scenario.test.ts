import { describe, expect, it, vi } from 'vitest';
import type { ScenarioConfig, ScenarioResult } from '../../contract/scenario.ts';
import type { WorkerJob, WorkerResult } from '../../contract/worker-api.ts';
import { demoJob, forkWorker, type TestWorker } from '../worker.test-support.ts';

const TOKENS = { batch: 0, sequence: 1 };

const SCENARIO: ScenarioConfig = {
  kind: 'multi-stream',
  sessions: 2,
  streams: 8,
  queriesPerSecond: null,
  maxBatch: 4,
  batchDelayMs: 0,
  durationMs: 200,
  lengths: 'fixed',
  sweep: [],
  query: {
    samples: 1,
    sequence: 8,
    axes: { input_ids: TOKENS, attention_mask: TOKENS, token_type_ids: TOKENS },
  },
  remarks: [],
};

const WARMUP = { iterations: 1000, durationMs: 50 };

function scenarioJob(change: Partial<ScenarioConfig>, job: Partial<WorkerJob> = {}): WorkerJob {
  return demoJob('encoder-tiny', {
    iterations: null,
    warmupCap: WARMUP,
    scenario: { ...SCENARIO, ...change },
    ...job,
  });
}

async function measured(
  change: Partial<ScenarioConfig>,
  job: Partial<WorkerJob> = {},
): Promise<{ result: WorkerResult; scenario: ScenarioResult; worker: TestWorker }> {
  const worker = forkWorker();
  const result = await worker.child.connection.remote.measure(scenarioJob(change, job));
  if (result.scenario === null) throw new Error('No scenario.');
  return { result, scenario: result.scenario, worker };
}

describe('a scenario', () => {
  it('goes through the phases of any run, and hands over each latency once', async () => {
    const { result, scenario, worker } = await measured({});
    expect([...new Set(worker.phases)]).toEqual([
      'preparing',
      'loading',
      'first-run',
      'warm-up',
      'measuring',
      'storing',
    ]);
    const [point] = scenario.points;
    const streamed = worker.batches.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0);
    expect(streamed).toBe(point?.completed);
    expect(result.latencyMs?.count).toBe(streamed);
    expect(result.phases.loadMs).toBeGreaterThan(0);
    expect(result.resources?.cpuMs).toBeGreaterThan(0);
    expect(point?.perSession.every((count) => count > 0)).toBe(true);
    expect(point?.meanBatch).toBeLessThanOrEqual(4);
  });

  it('offline answers all of them, in batches as full as they can be', async () => {
    const { scenario } = await measured({ kind: 'offline', sessions: 2 }, { iterations: 402 });
    expect(scenario.points[0]).toMatchObject({ completed: 402, unfinished: 0, overloaded: false });
    expect(scenario.points[0]?.batchCounts[3]).toBeGreaterThanOrEqual(99);
    expect(scenario.points[0]?.lateMs).toBeNull();
  });

  it('server finds a rate of its own, and keeps to it', async () => {
    const { scenario } = await measured({ kind: 'server' }, { iterations: 60 });
    const [point] = scenario.points;
    expect(scenario.capacityPerSecond).toBeGreaterThan(0);
    expect(point?.offeredPerSecond).toBeCloseTo(0.7 * (scenario.capacityPerSecond ?? 0));
    expect(point?.lateMs?.p99).toBeGreaterThanOrEqual(point?.lateMs?.p50 ?? Infinity);
  });

  it('single-stream has one query in flight', async () => {
    const { scenario } = await measured({ kind: 'single-stream', sessions: 1, maxBatch: 1, streams: 1 });
    expect(scenario.points[0]).toMatchObject({ longestQueue: 0, meanBatch: 1, streams: 1 });
  });

  it('gives each query of a batch what it gets alone, also where shorter ones are padded', async () => {
    const fixed = await measured({ maxBatch: 4 }, { iterations: 8 });
    expect(fixed.scenario.joinedDifference).toBeLessThan(1e-4);
    const mixed = await measured({ maxBatch: 4, lengths: 'mixed' }, { iterations: 64 });
    expect(mixed.scenario.joinedDifference).toBeLessThan(1e-4);
    expect(mixed.scenario.points[0]?.paddedShare).toBeGreaterThan(0);
    expect(mixed.scenario.points[0]?.paddedShare).toBeLessThan(0.75);
  });

  it('sweeps, each point with the sessions that it asks for', async () => {
    const { scenario } = await measured({ kind: 'offline', sweep: [1, 3] }, { iterations: 64 });
    expect(scenario.points.map(({ sessions }) => sessions)).toEqual([1, 3]);
    expect(scenario.points[0]?.perSession).toEqual([64]);
    expect(scenario.points[1]?.perSession).toHaveLength(3);
  });

  it('that is stopped keeps the points that it has', async () => {
    const worker = forkWorker();
    const running = worker.child.connection.remote.measure(
      scenarioJob({ sweep: [1, 2, 4, 8], durationMs: 60_000 }),
    );
    await vi.waitFor(() => expect(worker.batches.length).toBeGreaterThan(0), { timeout: 20_000 });
    await worker.child.connection.remote.stop();
    const result = await running;
    expect(result.stopped).toBe(true);
    expect(result.scenario?.points).toHaveLength(1);
    expect(result.scenario?.points[0]?.completed).toBe(result.latencyMs?.count);
  });

  it('says what the runtime says where a session cannot run', async () => {
    const { child } = forkWorker();
    const wrong = { ...TOKENS, batch: null };
    const query = { ...SCENARIO.query, axes: { ...SCENARIO.query.axes, token_type_ids: wrong } };
    await expect(child.connection.remote.measure(scenarioJob({ query }))).rejects.toMatchObject({
      code: 'RUN_FAILED',
      message: expect.stringMatching(/ONNX Runtime could not run the model/) as string,
    });
  });

  it('says so where the model cannot be loaded', async () => {
    const { child } = forkWorker();
    const job = { ...scenarioJob({}), modelPath: '/nowhere/model.onnx' };
    await expect(child.connection.remote.measure(job)).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
  });
});
