import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  TRUST_CHECKS,
  TRUST_VERDICTS,
  type TrustEvidence,
  type TrustState,
} from '../../../contract/trust.ts';
import { AFTER, conditions, type Change } from './conditions.fixture.ts';
import { concludeTrust, judgeTrust } from './judge-trust.ts';
import { RULES } from './checks/index.ts';

const trust = (change: Change = {}) => judgeTrust(conditions(change));

describe('the verdict', () => {
  it('is trusted where nothing speaks against the run, and counts what was looked at', () => {
    const { verdict, sentence, evidence } = trust();
    expect([verdict, sentence]).toEqual([
      'trusted',
      `Nothing seen that would spoil it: ${evidence.length} checks passed.`,
    ]);
  });

  it('says how many checks could not be made', () => {
    expect(trust({ ticks: [] }).sentence).toMatch(/20 checks passed; 2 could not be made here/);
  });

  it('is caution for one warning, and tells it', () => {
    const { verdict, sentence, evidence } = trust({ state: { power: 'battery' } });
    expect([verdict, sentence, evidence[0]?.check]).toEqual([
      'caution',
      'The machine ran on its battery.',
      'battery',
    ]);
  });

  it('is not trusted for one bad thing, which comes before every warning', () => {
    const { verdict, sentence, evidence } = trust({
      state: { power: 'battery' },
      after: { cpu: { busyMs: 36_040, stolenMs: 100 } },
    });
    expect([verdict, evidence[0]?.check]).toEqual(['not-trusted', 'other-load']);
    expect(sentence).toBe(
      'Other programs kept 2.00 of 4 cores busy; somebody waited for one during 0.5 % of the time. 1 more thing speaks against it.',
    );
  });

  it('of a simulated run is that nothing was measured, whatever the machine did', () => {
    const { verdict, sentence, evidence } = trust({
      config: { executor: 'fake:normal(2,0.1)' },
      after: { cpu: { busyMs: 36_040, stolenMs: 100 } },
    });
    expect([verdict, sentence]).toEqual(['not-trusted', expect.stringContaining('Nothing was measured')]);
    expect(evidence.find(({ check }) => check === 'other-load')?.state).toBe('unknown');
  });

  it('of three samples is not trusted, with how many more are needed', () => {
    expect(trust({ latencyMs: { count: 3, effectiveSize: null } })).toMatchObject({
      verdict: 'not-trusted',
      sentence: expect.stringMatching(/needs 3 more/) as string,
    });
  });

  it('holds each check of the contract once, in the order of what they say', () => {
    const { evidence } = trust({ ticks: [], state: { power: 'battery' } });
    expect(evidence.map(({ check }) => check).toSorted()).toEqual([...TRUST_CHECKS].toSorted());
    expect(evidence.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1])).toEqual([
      'warning',
      'ok',
      'unknown',
    ]);
  });
});

const STATES: readonly TrustState[] = ['unknown', 'ok', 'warning', 'bad'];
const states = fc.array(fc.constantFrom(...STATES), {
  minLength: TRUST_CHECKS.length,
  maxLength: TRUST_CHECKS.length,
});
const evidenceOf = (all: readonly TrustState[]): TrustEvidence[] =>
  TRUST_CHECKS.map((check, at) => ({
    check,
    state: all[at] ?? 'ok',
    detail: `${check}.`,
    value: null,
    limit: null,
    unit: '',
    nextStep: '',
  }));
const rank = (all: readonly TrustState[]): number =>
  TRUST_VERDICTS.indexOf(concludeTrust(evidenceOf(all)).verdict);

describe('a verdict from any evidence', () => {
  it('never gets better where one piece of evidence gets worse', () => {
    fc.assert(
      fc.property(states, fc.nat(TRUST_CHECKS.length - 1), fc.nat(3), (all, at, to) => {
        const worse = all.with(at, STATES[Math.max(to, STATES.indexOf(all[at] ?? 'ok'))] ?? 'bad');
        expect(rank(worse)).toBeGreaterThanOrEqual(rank(all));
      }),
    );
  });

  it('takes what is unknown neither for nor against', () => {
    fc.assert(
      fc.property(states, (all) => {
        const known = all.map((state) => (state === 'unknown' ? 'ok' : state));
        expect(rank(all)).toBe(rank(known));
      }),
    );
  });
});

describe('a check', () => {
  const amounts = fc.tuple(
    fc.double({ min: 0, max: 1e4, noNaN: true }),
    fc.double({ min: 0, max: 1e4, noNaN: true }),
  );
  const stateRank = (check: keyof typeof RULES, change: Change): number =>
    STATES.indexOf(RULES[check].judge(conditions(change)).state);

  it.each([
    ['other-load', (x: number): Change => ({ after: { cpu: { busyMs: 32_000 + x, stolenMs: 100 } } })],
    ['steal', (x: number): Change => ({ after: { cpu: { busyMs: 32_000, stolenMs: 100 + x } } })],
    [
      'cpu-wait',
      (x: number): Change => ({ after: { worker: { cpuMs: 3000, majorFaults: 3, waitedMs: 40 + x } } }),
    ],
    ['swap', (x: number): Change => ({ after: { swappedBytes: 4096 + x * 1e5 } })],
    ['cgroup', (x: number): Change => ({ after: { groupThrottledMs: x } })],
    ['spread', (x: number): Change => ({ latencyMs: { mad: x / 1000 } })],
    [
      'drift',
      (x: number): Change => ({ signals: { drift: { detected: true, change: x / 1000, pValue: 0 } } }),
    ],
    ['suspended', (x: number): Change => ({ after: { bootMs: (AFTER.bootMs ?? 0) + x } })],
    ['wall-clock', (x: number): Change => ({ after: { wallMs: AFTER.wallMs + x } })],
    ['interface-cost', (x: number): Change => ({ after: { dynoCpuMs: 4000 + x } })],
    ['timer', (x: number): Change => ({ timerStepMs: x / 1000 })],
  ] as const)('%s never looks better the more of it there is', (check, change) => {
    fc.assert(
      fc.property(amounts, ([a, b]) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(stateRank(check, change(more))).toBeGreaterThanOrEqual(stateRank(check, change(less)));
      }),
    );
  });
});
