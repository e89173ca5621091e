import { describe, expect, it } from 'vitest';
import type { MemoryEstimate } from '../../contract/run.ts';
import { LEVEL_NAMES } from '../../contract/level.ts';
import { buildDemo, describeDemo, estimateMacs, estimateMemory } from '../model/index.ts';
import { fillConfig } from './plan-config.ts';
import { refusalOf } from './refusal.ts';
import { estimateTime } from './time-estimate.ts';

const GIB = 2 ** 30;
const MEMORY: MemoryEstimate = {
  weightBytes: GIB,
  weightCopyBytes: 0,
  inputBytes: 0,
  activationBytes: GIB,
  arenaBytes: 0,
  outputBytes: null,
  outputCopyBytes: 0,
  overheadBytes: 0,
  idleBytes: 0,
  loadingBytes: 0,
  growthBytes: 2 * GIB,
  learntFactor: null,
  gpu: null,
  totalBytes: 2 * GIB,
  availableBytes: 4 * GIB,
};
const DAY = { totalMs: 86_400e3, basis: 'an earlier run' };
const THREE_DAYS = { totalMs: 3.2 * 86_400e3, basis: 'an earlier run' };

describe('a run is refused', () => {
  it('where it does not fit, with both numbers as numbers', () => {
    expect(refusalOf('m', {}, { ...MEMORY, availableBytes: GIB }, null)).toMatchObject({
      code: 'DOES_NOT_FIT',
      message:
        'The run needs about 2.00 GiB (1.00 GiB of weights, 0 B of inputs, 1.00 GiB of intermediate values), and 1.00 GiB are available.',
      needBytes: 2 * GIB,
      haveBytes: GIB,
    });
  });

  it('above a day until its user agrees, with the estimate', () => {
    expect(refusalOf('m', {}, MEMORY, THREE_DAYS)).toMatchObject({
      code: 'TAKES_LONG',
      message: 'This would take about 3.20 days: that rests on an earlier run.',
      takesMs: THREE_DAYS.totalMs,
    });
    expect(refusalOf('m', { longAgreed: true }, MEMORY, THREE_DAYS)).toBeNull();
    expect(refusalOf('m', {}, MEMORY, DAY)).toBeNull();
    expect(refusalOf('m', {}, MEMORY, null)).toBeNull();
  });

  it('for want of room first: agreeing to the time makes none', () => {
    const tight = { ...MEMORY, availableBytes: GIB };
    expect(refusalOf('m', { longAgreed: true }, tight, THREE_DAYS)?.code).toBe('DOES_NOT_FIT');
  });

  it.each(LEVEL_NAMES)('with finite numbers at %s', (level) => {
    const info = describeDemo('decoder-base');
    const model = buildDemo('decoder-base');
    const config = fillConfig(info, { model: info.ref, level });
    const memory = estimateMemory(model, config.inputs);
    expect(memory.activationBytes).toSatisfy(Number.isFinite);
    const macsOf = (): number | null => estimateMacs(model, config.inputs);
    const estimate = estimateTime(info, config, {
      earlier: [],
      macsOf,
      learntMacsPerSecond: null,
      cores: 2,
    });
    expect(estimate?.totalMs).toSatisfy(Number.isFinite);
  });
});
