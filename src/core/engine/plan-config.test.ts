import { describe, expect, it } from 'vitest';
import type { ProfileWish } from '../../contract/profile.ts';
import type { BenchRequest } from '../../contract/run.ts';
import { describeDemo } from '../model/index.ts';
import { fillConfig, unfollowedWishes } from './plan-config.ts';

function config(demo: string, request: Omit<BenchRequest, 'model'> = {}) {
  const info = describeDemo(demo);
  return fillConfig(info, { model: info.ref, ...request });
}

describe('a request without a level', () => {
  it('ends a profiled pass by the count or the time that the user gave, else by whichever comes first', () => {
    const profileOf = (profile: ProfileWish) => config('mlp-tiny', { profile }).profile;
    expect(config('mlp-tiny').profile).toBeNull();
    expect(profileOf({})).toEqual({ iterations: 2000, durationMs: 5000 });
    expect(profileOf({ iterations: 9 })).toEqual({ iterations: 9, durationMs: 600_000 });
    expect(profileOf({ durationMs: 9 })).toEqual({ iterations: null, durationMs: 9 });
    expect(profileOf({ iterations: 7, durationMs: 9 })).toEqual({ iterations: 7, durationMs: 9 });
  });

  it('is basic, and never longer than 30 seconds', () => {
    expect(config('encoder-tiny')).toMatchObject({
      level: 'basic',
      batch: 1,
      sequence: 128,
      iterations: 100,
      warmup: 10,
      durationMs: 30_000,
      provider: 'cpu',
      threads: null,
      graphLevel: 'all',
    });
  });

  it('has the budget that the user names, and no other', () => {
    expect(config('mlp-tiny', { iterations: 5 })).toMatchObject({
      level: null,
      iterations: 5,
      durationMs: null,
      warmup: 1,
    });
    expect(config('mlp-tiny', { durationMs: 900 })).toMatchObject({
      iterations: null,
      durationMs: 900,
      warmup: 10,
    });
    expect(config('mlp-tiny', { iterations: 5, durationMs: 900, warmup: 0 })).toMatchObject({
      iterations: 5,
      durationMs: 900,
      warmup: 0,
    });
  });
});

describe('a warm-up', () => {
  it('ends when the times are steady, at a cap in any case', () => {
    expect(config('mlp-tiny').warmupCap).toEqual({ iterations: 100_000, durationMs: 3000 });
    expect(config('mlp-tiny', { durationMs: 900 }).warmupCap?.durationMs).toBe(900);
    expect(config('mlp-tiny', { level: 'perfect' }).warmupCap?.iterations).toBe(500_000);
  });

  it('has exactly the user’s own count where there is one', () => {
    expect(config('mlp-tiny', { warmup: 3 })).toMatchObject({ warmup: 3, warmupCap: null });
  });
});

describe('a precision', () => {
  it('goes on for a minute at most, unless the user names a count or a time', () => {
    const alone = { precision: 0.01, iterations: null, durationMs: 60_000, level: null, warmup: 10 };
    expect(config('encoder-tiny', { precision: 0.01 })).toMatchObject(alone);
    expect(config('mlp-tiny', { precision: 0.01, iterations: 500 })).toMatchObject({
      iterations: 500,
      durationMs: null,
    });
    expect(config('mlp-tiny', { precision: 0.01, durationMs: 900 })).toMatchObject({
      iterations: null,
      durationMs: 900,
    });
  });

  it('takes a level’s shape, not its count', () => {
    expect(config('encoder-tiny', { precision: 0.01, level: 'expert' })).toMatchObject({
      level: 'expert',
      batch: 8,
      sequence: 512,
      iterations: null,
      durationMs: 60_000,
      warmup: 50,
    });
  });
});

describe('a level', () => {
  it('gives shape and counts, and the user’s own words go before them', () => {
    expect(config('encoder-tiny', { level: 'expert' })).toMatchObject({
      level: 'expert',
      batch: 8,
      sequence: 512,
      iterations: 500,
      warmup: 50,
      durationMs: null,
    });
    expect(config('encoder-tiny', { level: 'expert', batch: 2, iterations: 30 })).toMatchObject({
      level: 'expert',
      batch: 2,
      sequence: 512,
      iterations: 30,
      warmup: 3,
    });
  });

  it('only sets the batch of a model without a sequence', () => {
    const { batch, sequence, inputs } = config('mlp-tiny', { level: 'advanced' });
    expect([batch, sequence, inputs[0]?.shape]).toEqual([4, null, [4, 64]]);
  });
});

describe('shapes', () => {
  it('of the user’s decide what batch and sequence are called', () => {
    const { level, batch } = config('mlp-tiny', { shapes: { features: [7, 64] } });
    expect([level, batch]).toEqual([null, 7]);
  });

  it('of the user’s files do as well, and the values are the file’s', () => {
    const info = describeDemo('mlp-tiny');
    const request = { model: info.ref, inputFiles: { features: '/data/rows.npy' } };
    const file = { input: 'features', type: 'float32', shape: [9, 64] } as const;
    expect(fillConfig(info, request, [file])).toMatchObject({
      batch: 9,
      inputs: [{ name: 'features', shape: [9, 64], values: 'from rows.npy' }],
    });
    expect(() => fillConfig(info, request, [{ ...file, type: 'int64' }])).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });

  it('that the model cannot take are refused', () => {
    expect(() => config('mlp-tiny', { sequence: 64 })).toThrow(
      expect.objectContaining({ code: 'SHAPE_INVALID' }),
    );
  });
});

describe('a model of fixed shape', () => {
  const fixed = {
    inputs: [{ name: 'input_ids', type: 'int64', shape: [1, 16], kind: 'tensor' }],
    hasBatch: false,
    hasSequence: false,
  } as const;
  const request = { model: { kind: 'file', location: '/m.onnx' }, level: 'perfect' } as const;

  it('keeps its sizes at any level, and says that the level’s do not count', () => {
    expect(fillConfig(fixed, request)).toMatchObject({ batch: 1, inputs: [{ shape: [1, 16] }] });
    expect(unfollowedWishes(fixed, request)).toEqual([
      'The model’s batch is fixed: the batch of 4096 of perfect does not count.',
      'The model’s sequence is fixed: the length of 262144 of perfect does not count.',
    ]);
  });

  it('is not told of wishes that nobody had', () => {
    expect(unfollowedWishes(fixed, { model: request.model })).toEqual([]);
    expect(unfollowedWishes(describeDemo('encoder-tiny'), request)).toEqual([]);
  });
});
