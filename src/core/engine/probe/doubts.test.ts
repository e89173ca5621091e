import { describe, expect, it } from 'vitest';
import type { LibraryState, NativeDescription } from '../../../contract/prober-api.ts';
import { TRUST_CHECKS, type Trust, type TrustCheck, type TrustState } from '../../../contract/trust.ts';
import type { MachineState } from '../../analysis/trust/conditions.ts';
import { doubtsOf } from './doubts.ts';

const library = (isStandIn: boolean): LibraryState => ({ isLoaded: true, detail: '', isStandIn });
const native: NativeDescription = {
  missing: null,
  version: '1',
  simd: 'avx2',
  nvml: library(false),
  cuda: library(false),
};
const state: MachineState = {
  cores: 8,
  allowedCores: 8,
  groupCores: null,
  groupMemory: null,
  governors: null,
  energyPreferences: [],
  turbo: null,
  power: null,
  throttleEvents: null,
  isVirtual: false,
};
const trustWith = (states: Partial<Record<TrustCheck, TrustState>>): Trust => ({
  verdict: 'trusted',
  sentence: '',
  evidence: TRUST_CHECKS.map((check) => ({
    check,
    state: states[check] ?? 'ok',
    detail: `${check} it is.`,
    value: null,
    limit: null,
    unit: '',
    nextStep: 'Do something.',
  })),
});

describe('what makes a probe doubtful', () => {
  it('is nothing where nothing speaks against it', () => {
    expect(doubtsOf(native, trustWith({}), state)).toEqual([]);
  });

  it('is what other programs and heat did, with the next step, and not what concerns a model’s series', () => {
    const trust = trustWith({ 'other-load': 'bad', throttling: 'warning', steal: 'unknown', samples: 'bad' });
    expect(doubtsOf(native, trust, state)).toEqual([
      'throttling it is. Do something.',
      'other-load it is. Do something.',
    ]);
  });

  it.each([
    [{ groupCores: 2.5 }, 'of 2.50 of this machine’s 8 cores'],
    [{ allowedCores: 3 }, 'of 3 of this machine’s 8 cores'],
    [{ allowedCores: 4, groupCores: 2 }, 'of 2 of this machine’s 8 cores'],
  ])('is a limit of the container: %j', (limit, words) => {
    expect(doubtsOf(native, trustWith({}), { ...state, ...limit })[0]).toContain(words);
  });

  it('is a library that stands in for a driver, by name', () => {
    const [words] = doubtsOf({ ...native, nvml: library(true) }, trustWith({}), state);
    expect(words).toContain('A stand-in for NVML was loaded');
  });
});
