import { describe, expect, it } from 'vitest';
import type { ProfileSummary } from '../../../contract/profile.ts';
import { aProfile } from '../../../contract/profile.fixture.ts';
import type { Run } from '../../../contract/run.ts';
import { runWith } from '../findings/findings.fixture.ts';
import { profilingEffect } from './profiling-effect.ts';

const FLOOR = 0.03;

function run(id: string, cleanMeanMs: number, profiledMeanMs: number, operatorCount = 100): Run {
  const profile: ProfileSummary = {
    ...aProfile({ cleanMeanMs, overheadFactor: profiledMeanMs / cleanMeanMs }),
    operatorCount,
  };
  return runWith({}, { id, profile });
}

describe('what recording does to a comparison', () => {
  it('is told where it turns the two around, with both ratios and what it costs each', () => {
    const effect = profilingEffect(run('a', 8.64, 9.2, 117), run('b', 8, 11.132, 2919), FLOOR);
    expect(effect).toMatchObject({ kind: 'flips' });
    expect(effect?.cleanRatio).toBeCloseTo(1.08, 9);
    expect(effect?.sentence).toBe(
      'While profiled, B looked 1.21× slower; clean it is 1.08× faster: recording costs A 560 µs (117 operators) and B 3.13 ms (2 919 operators) an iteration.',
    );
  });

  it('is told the other way round of the same two', () => {
    const effect = profilingEffect(run('b', 8, 11.132), run('a', 8.64, 9.2), FLOOR);
    expect(effect?.sentence).toMatch(/^While profiled, B looked 1\.21× faster; clean it is 1\.08× slower/);
  });

  it('is told where it shows a difference that is none, or hides one', () => {
    expect(profilingEffect(run('a', 10, 11), run('b', 10.1, 15), FLOOR)?.kind).toBe('invents');
    expect(profilingEffect(run('a', 10, 15), run('b', 8, 15.1), FLOOR)).toMatchObject({
      kind: 'hides',
      sentence: expect.stringMatching(/the two looked alike; clean it is 1\.25× faster/) as unknown,
    });
  });

  it('is nothing where both passes agree, however far apart they are', () => {
    expect(profilingEffect(run('a', 10, 30), run('b', 8, 9), FLOOR)).toBeNull();
    expect(profilingEffect(run('a', 10, 30), run('b', 10.1, 30.2), FLOOR)).toBeNull();
  });

  it('is nothing of the same run, of other work, without both profiles, or without a time', () => {
    const [a, b] = [run('a', 8.64, 9.2), run('b', 8, 11.1)];
    expect(profilingEffect(a, { ...b, id: 'a' }, FLOOR)).toBeNull();
    expect(profilingEffect(a, { ...b, config: { ...b.config, batch: 2 } }, FLOOR)).toBeNull();
    expect(profilingEffect(a, { ...b, profile: null }, FLOOR)).toBeNull();
    expect(profilingEffect(a, run('b', 0, 0), FLOOR)).toBeNull();
  });
});
