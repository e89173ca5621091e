import { describe, expect, it } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import type { NativeDescription } from '../../contract/prober-api.ts';
import { checkNative } from './native.ts';

const library = { isLoaded: true, detail: 'driver 560.28, /usr/lib/libnvidia-ml.so.1', isStandIn: false };
const ALL: NativeDescription = {
  missing: null,
  version: '0.1.0',
  simd: 'avx2',
  nvml: library,
  cuda: library,
};
const check = (native: Partial<NativeDescription>) =>
  checkNative(() => Promise.resolve({ ...ALL, ...native }));

describe('the doctor, of the native addon', () => {
  it('says what is loaded', async () => {
    const checks = await check({});
    expect(checks.map(({ id, state }) => [id, state])).toEqual([
      ['native', 'ok'],
      ['nvml', 'ok'],
      ['cuda', 'ok'],
    ]);
    expect(checks[0]?.detail).toBe('version 0.1.0, kernels for avx2');
    expect(checks[1]?.detail).toBe(library.detail);
  });

  it('says how to get an addon that is missing, and nothing of what it would open', async () => {
    const missing = { reason: 'it has not been built here', nextStep: 'Install g++.' };
    expect(await check({ missing })).toEqual([
      {
        id: 'native',
        title: 'Native addon',
        state: 'missing',
        detail: missing.reason,
        nextStep: missing.nextStep,
      },
    ]);
  });

  it('has a next step for a driver that is not there, and warns of a stand-in for one', async () => {
    const checks = await check({
      nvml: { isLoaded: false, detail: 'not found', isStandIn: false },
      cuda: { ...library, isStandIn: true },
    });
    expect(checks[1]).toMatchObject({ id: 'nvml', state: 'missing', detail: 'not found' });
    expect(checks[1]?.nextStep).toContain('driver');
    expect(checks[2]).toMatchObject({ id: 'cuda', state: 'warning', nextStep: 'Unset DYNO_CUDA_LIBRARY.' });
    expect(checks[2]?.detail).toContain('stand-in');
  });

  it('says what broke where asking for it broke', async () => {
    const broken = new DynoError({
      code: 'WORKER_CRASHED',
      message: 'It died.',
      subject: 'x',
      nextStep: 'Look at its driver.',
    });
    expect(await checkNative(() => Promise.reject(broken))).toMatchObject([
      { id: 'native', state: 'missing', detail: 'It died.', nextStep: 'Look at its driver.' },
    ]);
  });
});
