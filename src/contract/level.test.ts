import { describe, expect, it } from 'vitest';
import { findLevel, LEVELS } from './level.ts';

describe('the twelve levels', () => {
  it('are those of the specification', () => {
    expect(
      LEVELS.map((level) => [level.name, level.batch, level.sequence, level.iterations, level.warmup]),
    ).toEqual([
      ['basic', 1, 128, 100, 10],
      ['advanced', 4, 256, 200, 20],
      ['expert', 8, 512, 500, 50],
      ['master', 16, 1024, 1000, 100],
      ['legendary', 32, 2048, 2000, 200],
      ['transcendent', 64, 4096, 5000, 500],
      ['divine', 128, 8192, 10_000, 1000],
      ['omnipotent', 256, 16_384, 20_000, 2000],
      ['infinite', 512, 32_768, 50_000, 5000],
      ['ultimate', 1024, 65_536, 100_000, 10_000],
      ['absolute', 2048, 131_072, 200_000, 20_000],
      ['perfect', 4096, 262_144, 500_000, 50_000],
    ]);
  });

  it('are found by name alone', () => {
    expect(findLevel('divine')?.batch).toBe(128);
    expect(findLevel('constructor')).toBeUndefined();
  });
});
