import { describe, expect, it } from 'vitest';
import { resultOfNative } from './native-results.mjs';
import { allPassed } from './tally.mjs';

const outcome = (state: string, reason = ''): { state: string; reason: string; nextStep: string } => ({
  state,
  reason,
  nextStep: 'Run "npm run native".',
});

describe('the native parts in the sum', () => {
  it('count once where they were built', () => {
    expect(resultOfNative('native addon', outcome('built'))).toMatchObject({
      passed: 1,
      failed: [],
      skipped: [],
    });
  });

  it('fail where their sources do not compile, with the compiler’s first words', () => {
    const result = resultOfNative('native addon', outcome('failed', 'addon.cc:3: error: no such thing'));
    expect(allPassed([result])).toBe(false);
    expect(result.failed[0]?.why).toContain('addon.cc:3');
  });

  it('are skipped, and say why, where there is no compiler or nobody wants them', () => {
    for (const state of ['unavailable', 'off']) {
      const result = resultOfNative('native addon', outcome(state, 'no C++ compiler here'));
      expect(allPassed([result])).toBe(true);
      expect(result.skipped).toEqual([{ name: 'build: native addon', why: 'no C++ compiler here' }]);
    }
    expect(resultOfNative('native addon', null).skipped).toHaveLength(1);
  });
});
