import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../distributions/normal.ts';
import { ratioAnswer } from './log-ratio.ts';
import { processNoise, type MachineNoise } from './process-noise.ts';

const ROUNDS = 1200;
const PAIRS = 12;

/** A fixed sequence of numbers in (0, 1): mulberry32. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Two runs whose logarithms differ by `effect`, on a machine calibrated by a few pairs of its own. */
function rounds(effect: number, spread: number, error: number) {
  const uniform = drawn(7);
  const gauss = (): number => normalQuantile(uniform());
  const counts = { different: 0, covered: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    let squares = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) squares += (spread * gauss()) ** 2;
    const found = Math.sqrt(squares / PAIRS);
    const here: MachineNoise = {
      machine: 'here',
      floor: { metric: 'p50', floor: 2 * found, spread: found, pairs: PAIRS },
    };
    const b = Math.exp(effect + spread * gauss() + error * gauss());
    const a = Math.exp(error * gauss());
    const answer = ratioAnswer({ p50: a, error }, { p50: b, error }, processNoise(here, here));
    const [low, high] = answer.ratioCi95 as readonly [number, number];
    if (answer.verdict === 'faster' || answer.verdict === 'slower') counts.different += 1;
    if (low <= Math.exp(effect) && Math.exp(effect) <= high) counts.covered += 1;
  }
  return { different: counts.different / ROUNDS, covered: counts.covered / ROUNDS };
}

describe('two single runs on a calibrated machine', () => {
  it.each([
    [0.01, 0.002],
    [0.03, 0.001],
    [0.002, 0.01],
  ])(
    'are wrongly called different once in a hundred, and covered 19 times in 20 (spread %f, error %f)',
    (spread, error) => {
      const { different, covered } = rounds(0, spread, error);
      expect(different).toBeLessThan(0.018);
      expect(covered).toBeGreaterThan(0.935);
      expect(covered).toBeLessThan(0.97);
    },
  );

  it('are told apart where they differ by far more than that', () => {
    const { different, covered } = rounds(Math.log(1.1), 0.01, 0.002);
    expect(different).toBeGreaterThan(0.99);
    expect(covered).toBeGreaterThan(0.935);
  });
});
