import { describe, expect, it } from 'vitest';
import type { Run, RunConfig } from '../../contract/run.ts';
import { describeDemo } from '../model/index.ts';
import { fillConfig } from './plan-config.ts';
import { estimateTime } from './time-estimate.ts';

const info = describeDemo('encoder-tiny');
const NOTHING = { earlier: [], macsOf: () => null, learntMacsPerSecond: null, cores: 2 };

function config(change: Partial<RunConfig> = {}): RunConfig {
  return { ...fillConfig(info, { model: info.ref, level: 'basic' }), ...change };
}

function earlier(mean: number, change: Partial<RunConfig> = {}): Run {
  return {
    model: { ref: info.ref },
    config: config(change),
    latencyMs: { mean },
    phases: { loadMs: 40, firstRunMs: 10 },
    createdAt: 1,
  } as Run;
}

describe('how long it may take', () => {
  it('follows an earlier run of the same shape exactly', () => {
    const estimate = estimateTime(info, config(), { ...NOTHING, earlier: [earlier(2)] });
    expect(estimate).toEqual({
      totalMs: 40 + 10 + (60 + 100) * 2,
      basis: 'an earlier run at batch 1, sequence 128 on cpu',
    });
  });

  it('takes the run that is nearest in size, and scales it', () => {
    const runs = [earlier(2), earlier(100, { batch: 32 })];
    const estimate = estimateTime(info, config({ batch: 64 }), { ...NOTHING, earlier: runs });
    expect(estimate?.totalMs).toBeCloseTo(40 + 20 + 3000 + 100 * 200, 6);
    expect(estimate?.basis).toContain('batch 32, sequence 128 on cpu, scaled by size');
  });

  it('counts the profiled pass, by its count or by its time', () => {
    const runs = [earlier(2)];
    const without = estimateTime(info, config(), { ...NOTHING, earlier: runs })?.totalMs ?? 0;
    const withProfile = (iterations: number | null, durationMs: number): number => {
      const wanted = config({ profile: { iterations, durationMs } });
      return (estimateTime(info, wanted, { ...NOTHING, earlier: runs })?.totalMs ?? 0) - without;
    };
    const recorded = 2 + info.nodeCount * 0.009;
    expect(withProfile(100, 60_000)).toBeCloseTo(2 * (40 + 10) + 1.5 * 100 * recorded, 6);
    expect(withProfile(null, 1000)).toBeCloseTo(2 * (40 + 10) + 1.5 * 1000, 6);
  });

  it('learns nothing from another provider', () => {
    expect(
      estimateTime(info, config({ provider: 'webgpu' }), { ...NOTHING, earlier: [earlier(2)] }),
    ).toBeNull();
  });

  it('is worked out from the model’s size else, and says what that rests on', () => {
    const macsOf = (): number => 20e9;
    expect(estimateTime(info, config(), { ...NOTHING, macsOf })).toMatchObject({
      totalMs: 150 + 3000 + 100 * 1000,
      basis: expect.stringContaining('rough guess') as string,
    });
    expect(estimateTime(info, config(), { ...NOTHING, macsOf, learntMacsPerSecond: 200e9 })).toMatchObject({
      totalMs: 150 + 3000 + 100 * 100,
      basis: expect.stringContaining('measured here') as string,
    });
  });

  it('counts a warm-up as it is likely to be, or as the user wants it', () => {
    const runs = [earlier(0.02)];
    expect(estimateTime(info, config(), { ...NOTHING, earlier: runs })?.totalMs).toBeCloseTo(50 + 100 + 2, 6);
    const slow = [earlier(5000)];
    expect(estimateTime(info, config(), { ...NOTHING, earlier: slow })?.totalMs).toBe(50 + 5000 + 500_000);
    const exact = config({ warmup: 7, warmupCap: null });
    expect(estimateTime(info, exact, { ...NOTHING, earlier: slow })?.totalMs).toBe(50 + 35_000 + 500_000);
  });

  it('is the most that it may take where it ends when it is precise', () => {
    const precise = config({ precision: 0.01, iterations: null, durationMs: 60_000 });
    expect(estimateTime(info, precise, { ...NOTHING, earlier: [earlier(2)] })).toEqual({
      totalMs: 50 + 120 + 60_000,
      basis: 'an earlier run at batch 1, sequence 128 on cpu; at most',
    });
  });

  it('never goes beyond a time budget, and is that budget where nothing else is known', () => {
    const capped = config({ durationMs: 30_000 });
    expect(estimateTime(info, capped, { ...NOTHING, earlier: [earlier(1000)] })?.totalMs).toBe(
      50 + 3000 + 30_000,
    );
    const slow = config({ durationMs: 10, iterations: null, warmup: 0, warmupCap: null });
    expect(estimateTime(info, slow, { ...NOTHING, earlier: [earlier(1000)] })?.totalMs).toBe(50 + 1000);
    expect(estimateTime(info, capped, NOTHING)?.basis).toBe('the time budget alone');
    expect(estimateTime(info, config(), NOTHING)).toBeNull();
  });
});
