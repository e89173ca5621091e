import { describe, expect, it, onTestFinished } from 'vitest';
import type { CoreEvent } from '../../contract/api.ts';
import type { GateReport, GateRequest } from '../../contract/gate.ts';
import type { BenchRequest, Run } from '../../contract/run.ts';
import { Bench } from '../engine/bench.ts';
import { benchWithFakes } from '../engine/bench.test-support.ts';
import { AbTests } from '../engine/ab/ab-tests.ts';
import { fakeExecutor } from '../engine/fake/fake-executor.ts';
import { NO_CARD } from '../reference-outputs/no-card.fixture.ts';
import { Gates } from './gates.ts';

/** The real engine, store and gates; the times alone are drawn. */
function world() {
  const fakes = benchWithFakes();
  const listeners = new Set<(event: CoreEvent) => void>();
  const emit = (event: CoreEvent): void => listeners.forEach((listener) => listener(event));
  const around = { ...fakes.surroundings, executor: fakeExecutor(), emit };
  const bench = new Bench(around);
  const tests = new AbTests({ ...around, queue: bench.queue, card: NO_CARD });
  const hear = (listener: (event: CoreEvent) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const { store, models } = fakes;
  const gates = new Gates({
    store,
    clock: around.clock,
    log: around.log,
    models,
    bench,
    tests,
    emit,
    hear,
    getRun: (reference) => store.resolveRun(reference),
    calibrationOf: () => null,
  });
  onTestFinished(() => bench.close());
  const measure = async (spec: string, change: Partial<BenchRequest> = {}): Promise<Run> => {
    const { id } = await bench.start({
      model: { kind: 'demo', location: 'demo:mlp-tiny' },
      executor: `fake:${spec}`,
      iterations: 200,
      warmup: 2,
      ...change,
    });
    return bench.ended(id);
  };
  const asBaseline = ({ id }: Run): void => store.putBaseline({ name: 'main', runId: id, setAt: 1 });
  const check = (run: Run, request: Partial<GateRequest> = {}): Promise<GateReport> =>
    gates.check({ runId: run.id, baseline: 'main', ...request });
  return { store, bench, tests, gates, hear, measure, asBaseline, check };
}

const checkOf = ({ checks }: GateReport, metric: string) => checks.find((check) => check.metric === metric);

describe('a gate over stored runs', () => {
  it('passes what is as fast as the baseline, measures nothing, and is kept', async () => {
    const { measure, asBaseline, check, store } = world();
    asBaseline(await measure('normal(10ms,0.1ms)'));
    const report = await check(await measure('normal(10.4ms,0.1ms)', { seed: 2 }));
    expect(report).toMatchObject({ state: 'pass', confirmation: null, error: null });
    expect(report.sentence).toContain('Passes against main');
    expect(store.listGates()).toEqual([report]);
    expect(store.listRuns()).toHaveLength(2);
  });

  it('alarms once fresh pairs of both have confirmed it, and links what it measured', async () => {
    const { measure, asBaseline, check, hear, store } = world();
    asBaseline(await measure('normal(10ms,0.1ms)+spread(1%)'));
    const slow = await measure('normal(13ms,0.1ms)+spread(1%)');
    const steps: string[] = [];
    hear((event) => event.type === 'gate-progress' && steps.push(event.progress.step));
    const report = await check(slow, { metrics: ['p50', 'load'] });
    expect(report).toMatchObject({ state: 'fail', confirmation: { confirmed: true } });
    expect(checkOf(report, 'p50')).toMatchObject({
      fails: true,
      afresh: { by: 'pairs', verdict: 'confirmed' },
    });
    expect(checkOf(report, 'load')).toMatchObject({ fails: false, grade: 'fine', afresh: null });
    const comparison = store.getComparison(report.confirmation?.comparisonId ?? '');
    expect(comparison).toMatchObject({ status: 'done', tags: ['gate'] });
    expect(steps).toEqual(expect.arrayContaining(['judging the stored run', 'over']));
    expect(steps.some((step) => step.startsWith('pair 1'))).toBe(true);
  });

  it('withdraws an alarm that one slow process had raised', async () => {
    const { measure, asBaseline, check, store } = world();
    const spec = 'normal(10ms,0.1ms)+slowprocess(1/4,x2)';
    const runs = [];
    for (let seed = 1; seed <= 20; seed += 1) runs.push(await measure(spec, { seed }));
    const medians = runs.map(({ latencyMs }) => latencyMs?.p50 ?? 0);
    const usual = runs[medians.findIndex((ms) => ms < 12)] as Run;
    const slow = runs[medians.findIndex((ms) => ms > 15)] as Run;
    asBaseline(usual);
    const report = await check(slow, { metrics: ['p50'] });
    expect(report).toMatchObject({ confirmation: { confirmed: false } });
    expect(['pass', 'undecided']).toContain(report.state);
    expect(checkOf(report, 'p50')?.ratio).toBeGreaterThan(1.8);
    expect(await check(slow, { metrics: ['p50'], remeasure: 0 })).toMatchObject({
      state: 'fail',
      confirmation: null,
    });
    expect(store.listGates().map(({ state }) => state)).toEqual(['fail', report.state]);
  });

  it('measures the judged model alone where the baseline’s is gone or another one by now', async () => {
    const { measure, asBaseline, check, store } = world();
    const base = await measure('normal(10ms,0.1ms)');
    store.updateRun(base.id, { model: { ...base.model, contentHash: 'cd'.repeat(32) } });
    asBaseline(base);
    const slow = await measure('normal(13ms,0.1ms)+spread(1%)');
    const report = await check(slow, { metrics: ['p50'], remeasure: 2 });
    expect(report).toMatchObject({ state: 'fail', confirmation: { confirmed: true, comparisonId: null } });
    expect(report.confirmation?.runIds).toHaveLength(2);
    expect(report.confirmation?.sentence).toContain('the model of the baseline has changed since');
    for (const id of report.confirmation?.runIds ?? [])
      expect(store.getRun(id)).toMatchObject({ status: 'done', tags: ['gate'] });
  });

  it('judges by the stored run, and says so, where its own model has gone', async () => {
    const { measure, asBaseline, check, store } = world();
    asBaseline(await measure('normal(10ms,0.1ms)'));
    const slow = await measure('normal(13ms,0.1ms)');
    store.updateRun(slow.id, {
      model: { ...slow.model, ref: { kind: 'file', location: '/gone/model.onnx' } },
    });
    const report = await check(store.getRun(slow.id) as Run);
    expect(report.state).toBe('fail');
    expect(report.confirmation).toMatchObject({ confirmed: false, runIds: [], comparisonId: null });
    expect(report.confirmation?.sentence).toContain('no longer there as it was');
  });

  it('says why two runs cannot be held against each other, and judges nothing', async () => {
    const { measure, asBaseline, check } = world();
    asBaseline(await measure('normal(10ms,0.1ms)', { batch: 2 }));
    const report = await check(await measure('normal(30ms,0.1ms)'));
    expect(report).toMatchObject({ state: 'not-comparable', checks: [] });
    expect(report.reasons.find(({ blocks }) => blocks)).toMatchObject({ kind: 'other-shapes' });
  });

  it('is undecided where it is stopped while it measures, and the engine is free again', async () => {
    const { measure, asBaseline, check, gates, hear, bench } = world();
    asBaseline(await measure('normal(10ms,0.1ms)'));
    const slow = await measure('normal(13ms,0.1ms)');
    hear((event) => {
      if (event.type === 'gate-progress' && event.progress.step.includes('measuring'))
        void gates.api.stopGate(event.progress.id);
    });
    expect(await check(slow)).toMatchObject({ state: 'undecided', confirmation: { confirmed: false } });
    await bench.queue.idle;
    expect(bench.isMeasuring).toBe(false);
  });

  it('names the baselines there are where the one asked for is missing', async () => {
    const { measure, asBaseline, gates } = world();
    const run = await measure('normal(10ms,0.1ms)');
    await expect(gates.check({ runId: run.id, baseline: 'main' })).rejects.toMatchObject({
      code: 'BASELINE_NOT_FOUND',
      nextStep: 'Make one with "dyno baseline set main RUN".',
    });
    asBaseline(run);
    await expect(gates.check({ runId: run.id, baseline: 'other' })).rejects.toThrow('there are main');
    expect(await gates.check({ runId: run.id, baseline: 'refs/heads/main' })).toMatchObject({
      state: 'pass',
    });
  });

  it('finds outputs that are no number any more', async () => {
    const { measure, asBaseline, check } = world();
    asBaseline(await measure('normal(10ms,0.1ms)'));
    const report = await check(await measure('normal(10ms,0.1ms)+nan'));
    expect(report.state).toBe('fail');
    expect(checkOf(report, 'accuracy')).toMatchObject({ fails: true, value: 0 });
  });

  it('measures the judged model again where memory alone alarms, and nothing else is measured', async () => {
    const { measure, asBaseline, check, store } = world();
    const small = 'normal(10ms,0.1ms)+memory(base=48MB)';
    asBaseline(await measure(small));
    const large = await measure('normal(10ms,0.1ms)+memory(base=200MB)');
    const confirmed = await check(large);
    expect(confirmed).toMatchObject({ state: 'fail', confirmation: { confirmed: true, comparisonId: null } });
    expect(confirmed.checks.filter(({ fails }) => fails).map(({ metric }) => metric)).toEqual(['memory']);
    expect(checkOf(confirmed, 'memory')).toMatchObject({
      afresh: { by: 'runs', count: 3, verdict: 'confirmed' },
    });
    expect(confirmed.confirmation?.runIds).toHaveLength(3);

    const odd = await measure(small, { seed: 2 });
    const { resources } = odd;
    const peak = 3 * (resources?.peakBytes.measuring ?? Number.NaN);
    if (resources !== null)
      store.updateRun(odd.id, {
        resources: { ...resources, peakBytes: { ...resources.peakBytes, measuring: peak } },
      });
    const withdrawn = await check(odd, { metrics: ['memory'] });
    expect(withdrawn).toMatchObject({
      state: 'pass',
      confirmation: { confirmed: false, comparisonId: null },
    });
    expect(checkOf(withdrawn, 'memory')).toMatchObject({
      value: peak,
      fails: false,
      afresh: { by: 'runs', count: 3, verdict: 'withdrawn', ratio: 1 },
    });
  });
});
