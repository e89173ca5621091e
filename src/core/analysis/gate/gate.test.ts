import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../../contract/calibration.ts';
import type { GateCheck, GateThresholds } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';
import { fakeLatency, targetRun } from '../../targets/target-run.fixture.ts';
import { noiseFloor } from '../noise-floor.ts';
import { baselineOfBranch } from './baseline-name.ts';
import { confirmationOf } from './confirmation.ts';
import { gateSentence, stateOf } from './gate-state.ts';
import { judgeByPairs, judgeByRuns } from './judge-afresh.ts';
import { judgeGate } from './judge-gate.ts';
import { fillThresholds, type FailOn } from './thresholds.ts';

const at = (p50: number, change: Partial<Run> = {}): Run =>
  targetRun({
    latencyMs: fakeLatency({
      p50,
      mean: p50,
      intervals: { p50: [p50 * 0.995, p50 * 1.005], mean: [p50 * 0.995, p50 * 1.005] },
    }),
    ...change,
  });

const loading = (loadMs: number): Run['phases'] => ({
  loadMs,
  firstRunMs: null,
  warmupMs: null,
  measuredMs: null,
});

interface Asked {
  readonly calibration?: Calibration;
  readonly thresholds?: Partial<GateThresholds>;
  readonly failOn?: FailOn;
  readonly metrics?: readonly string[];
}

function judged(base: Run, run: Run, { calibration, thresholds, failOn, metrics }: Asked = {}) {
  return judgeGate({
    baseline: { run: base, outputs: null },
    run: { run, outputs: null },
    calibration: calibration ?? null,
    thresholds: fillThresholds(thresholds),
    failOn: failOn ?? 'alert',
    metrics: metrics ?? null,
  });
}

const p50Of = (base: number, run: number, asked: Asked = {}): GateCheck =>
  judged(at(base), at(run), { ...asked, metrics: ['p50'] }).checks[0] as GateCheck;

/** Pairs of one model that differ by so much: a deviation of the logarithm. */
function calibrated(spread: number): Calibration {
  const ratios = Array.from({ length: 24 }, (_, index) => Math.exp(index % 2 === 0 ? spread : -spread));
  const floors = (['p50', 'mean', 'memory'] as const).flatMap((metric) => noiseFloor(metric, ratios) ?? []);
  return { id: 'c', machine: 'm', provider: 'cpu', models: [], at: 1, floors };
}

describe('a check', () => {
  it.each([
    [10.3, 'fine', false],
    [11.7, 'warning', false],
    [12.1, 'warning', true],
    [12.6, 'critical', true],
    [8, 'fine', false],
  ] as const)('of 10 ms against %s ms is %s', (run, grade, fails) => {
    expect(p50Of(10, run)).toMatchObject({ grade, fails, limit: 1.2, limitFrom: 'fixed' });
  });

  it('fails by its grade where that is asked for', () => {
    expect(p50Of(10, 11.7, { failOn: 'warning' })).toMatchObject({ fails: true, limit: 1.15 });
    expect(p50Of(10, 12.1, { failOn: 'critical' })).toMatchObject({ fails: false, limit: 1.25 });
    const levels = fillThresholds({}).levels;
    const strict = { levels: { ...levels, speed: { warning: 0.05, critical: 0.1 } } };
    expect(p50Of(10, 11.2, { thresholds: strict })).toMatchObject({ grade: 'critical', fails: false });
  });

  it('does not alarm where noise explains all of it, however far the line is crossed', () => {
    const check = p50Of(10, 13, { calibration: calibrated(0.2) });
    expect(check).toMatchObject({ fails: false, isOpen: false, grade: 'fine' });
    expect(check.ratioCi95?.[0]).toBeLessThan(1);
    expect(check.sentence).toContain('no more than noise');
  });

  it('is open, neither passed nor failed, from a handful of samples', () => {
    const few = at(13, { latencyMs: fakeLatency({ count: 3, p50: 13, intervals: {} }) });
    const { checks } = judged(at(10), few, { metrics: ['p50'] });
    expect(checks[0]).toMatchObject({ fails: false, isOpen: true, ratioCi95: null });
    expect(stateOf({ checks, reasons: [] })).toBe('undecided');
  });

  it('has a line learnt from the noise of the machine, and a fixed one where that is not known', () => {
    const learned = { thresholds: { mode: 'learned' } as const };
    const quiet = p50Of(10, 10.9, { ...learned, calibration: calibrated(0.01) });
    expect(quiet).toMatchObject({ fails: true, limitFrom: 'learned', grade: 'warning' });
    expect(quiet.limit).toBeLessThan(1.06);
    expect(p50Of(10, 10.9, { ...learned, calibration: calibrated(0.05) }).fails).toBe(false);
    expect(p50Of(10, 10.9, learned)).toMatchObject({ limit: 1.2, limitFrom: 'fixed', fails: false });
  });

  it('turns rates around: fewer is worse', () => {
    const rated = (samplesPerSecond: number, mean: number): Run =>
      at(mean, { throughput: { samplesPerSecond, tokensPerSecond: null } });
    const { checks } = judged(rated(200, 10), rated(150, 13.33), { metrics: ['samplesPerSecond'] });
    expect(checks[0]).toMatchObject({ better: 'higher', fails: true, grade: 'critical' });
    expect(checks[0]?.ratio).toBeCloseTo(4 / 3);
  });

  it('looks at what both have, and tells what only one has', () => {
    const bytes = { load: 1e8, firstRun: 1e8, warmup: null, measuring: 1.6e8 };
    const heavy = at(10, { resources: { peakBytes: bytes } as Run['resources'] });
    const { checks, notMeasured } = judged(at(10), heavy);
    expect(checks.map(({ metric }) => metric)).toEqual(['p50', 'mean', 'p95', 'p99', 'load', 'firstRun']);
    expect(notMeasured.map(({ metric }) => metric)).toEqual(['memory', 'accuracy']);
    expect(judged(heavy, heavy, { metrics: ['memory'] }).checks[0]).toMatchObject({ ratio: 1, fails: false });
    expect(judged(at(10), at(10), { metrics: ['tokensPerSecond'] }).notMeasured).toHaveLength(1);
  });

  it('says nothing that is not so of runs without a sample', () => {
    const { checks } = judged(
      at(10),
      at(10, {
        latencyMs: null,
        phases: { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null },
      }),
    );
    expect(checks).toEqual([]);
    expect(stateOf({ checks, reasons: [] })).toBe('not-measured');
  });
});

describe('the agreement of the outputs', () => {
  const outputs = (values: readonly number[]) => [
    {
      name: 'y',
      type: 'float32',
      shape: [values.length],
      count: values.length,
      notANumber: 0,
      infinite: 0,
      stride: 1,
      values,
    } as const,
  ];
  const held = (a: readonly number[], b: readonly number[], seed = 1) => {
    const run = targetRun();
    return judgeGate({
      baseline: { run, outputs: outputs(a) },
      run: { run: { ...run, config: { ...run.config, seed } }, outputs: outputs(b) },
      calibration: null,
      thresholds: fillThresholds(),
      failOn: 'alert',
      metrics: ['accuracy'],
    });
  };

  it.each([
    [[1, 2, 3], 'fine', false],
    [[1, 2.9, 2.6], 'warning', false],
    [[3, 2, 1], 'critical', true],
    [[-1, -2, -3], 'critical', true],
    [[0, 0, 0], 'critical', true],
  ] as const)('of 1 2 3 with %j is %s', (values, grade, fails) => {
    expect(held([1, 2, 3], values).checks[0]).toMatchObject({ grade, fails });
  });

  it('is none where the inputs were others, and whole where both are zero', () => {
    expect(held([1, 2, 3], [1, 2, 3], 2)).toMatchObject({
      checks: [],
      notMeasured: [{ metric: 'accuracy' }],
    });
    expect(held([0, 0, 0], [0, 0, 0]).checks[0]).toMatchObject({ value: 1, fails: false });
  });
});

describe('what was measured afresh', () => {
  const alarm = p50Of(10, 13);
  const thresholds = fillThresholds();
  const answer = (ratio: number, verdict: 'slower' | 'same' | 'undecided') => ({
    answer: {
      verdict,
      ratio,
      ratioCi95: [ratio * 0.97, ratio * 1.03] as const,
      pairs: 12,
      needPairs: 0,
      minimumDetectable: 0.02,
      margin: 0.02,
      spread: 0.01,
      sentence: '',
    },
    a: at(10),
    b: at(10 * ratio),
  });

  it.each([
    [1.3, 'slower', 'confirmed', 'fail'],
    [1.08, 'slower', 'withdrawn', 'pass'],
    [1.17, 'slower', 'withdrawn', 'warning'],
    [1, 'same', 'withdrawn', 'pass'],
    [1.3, 'undecided', 'open', 'undecided'],
    [1.1, 'undecided', 'withdrawn', 'pass'],
  ] as const)('by pairs that say %s and %s: %s', (ratio, verdict, said, state) => {
    const check = judgeByPairs(alarm, answer(ratio, verdict), thresholds, null);
    expect(check.afresh).toMatchObject({ by: 'pairs', count: 12, verdict: said });
    expect(stateOf({ checks: [check], reasons: [] })).toBe(state);
    expect(check.sentence).toContain('12 pairs of fresh processes');
  });

  it('by a tail of all pairs together, which one slow process of them can make', () => {
    const tail = (p95: number): Run =>
      targetRun({ latencyMs: fakeLatency({ p95, intervals: { p95: [p95, p95] } }) });
    const [stored] = judged(tail(10), tail(20), { metrics: ['p95'] }).checks as [GateCheck];
    const by = (spread: number): GateCheck => {
      const { answer: said, ...runs } = answer(1, 'undecided');
      const pairs = { ...runs, answer: { ...said, spread }, a: tail(10), b: tail(20) };
      return judgeByPairs(stored, pairs, thresholds, null);
    };
    expect(by(0.01)).toMatchObject({ fails: true, afresh: { verdict: 'confirmed' } });
    expect(by(0.5)).toMatchObject({ fails: false, afresh: { verdict: 'withdrawn' } });
  });

  it('by the median of repeated runs, which one slow process does not turn', () => {
    const by = (...ms: number[]): GateCheck =>
      judgeByRuns(
        alarm,
        at(10),
        ms.map((p50) => at(p50)),
        thresholds,
        null,
      );
    expect(by(10.1, 10, 20)).toMatchObject({ fails: false, afresh: { verdict: 'withdrawn', count: 3 } });
    expect(by(13, 10, 13.1)).toMatchObject({ fails: true, afresh: { verdict: 'confirmed', ratio: 1.3 } });
  });

  it('is told in words, alarm by alarm', () => {
    const again = { runIds: [], comparisonId: 'c', remarks: [], isStopped: false, impossible: null };
    const confirmed = judgeByPairs(alarm, answer(1.3, 'slower'), thresholds, null);
    const withdrawn = judgeByPairs(alarm, answer(1, 'same'), thresholds, null);
    expect(confirmationOf([confirmed], again)).toMatchObject({
      confirmed: true,
      sentence: expect.stringMatching(/^Confirmed by 12 pairs/) as string,
    });
    expect(confirmationOf([withdrawn], again)).toMatchObject({
      confirmed: false,
      sentence: expect.stringMatching(/withdrawn by 12 pairs/) as string,
    });
    expect(confirmationOf([confirmed, withdrawn], again).sentence).toContain('confirmed 1 and withdrew 1');
    const facts = {
      checks: [confirmed],
      reasons: [],
      runId: 'r',
      baseline: { name: 'main', runId: 'b', setAt: 1 },
      confirmation: confirmationOf([confirmed], again),
    };
    expect(gateSentence('fail', facts)).toMatch(
      /^Fails against main: median latency 30 % slower\. Confirmed by/,
    );
  });
});

describe('the sentence of a gate that passes', () => {
  const sentence = (checks: readonly GateCheck[]): string =>
    gateSentence('pass', {
      checks,
      reasons: [],
      runId: 'r',
      baseline: { name: 'main', runId: 'b', setAt: 1 },
      confirmation: null,
    });

  it('says where a line is crossed by noise alone', () => {
    expect(sentence([p50Of(10, 10)])).toBe('Passes against main: 1 check, none beyond its line.');
    const [load] = judged(at(10, { phases: loading(100) }), at(10, { phases: loading(124) }), {
      metrics: ['load'],
    }).checks as [GateCheck];
    expect(load).toMatchObject({ fails: false, ratio: 1.24 });
    expect(sentence([load])).toContain('none beyond its line by more than noise.');
  });
});

describe('the baseline of a branch', () => {
  it.each([
    ['refs/heads/main', 'main'],
    ['feature/#12 new+kernel', 'feature/-12-new-kernel'],
    ['-_weird', 'weird'],
    ['ענף/שינוי', 'ענף/שינוי'],
    ['🙂', ''],
    ['x'.repeat(80), 'x'.repeat(60)],
  ])('of %s is %s', (branch, name) => expect(baselineOfBranch(branch)).toBe(name));
});
