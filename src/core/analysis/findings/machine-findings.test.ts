import { describe, expect, it } from 'vitest';
import type { HardwareChannel, HardwareMetric } from '../../../contract/hardware-channels.ts';
import { anOperator } from '../../../contract/profile.fixture.ts';
import type { ProfileMemory } from '../../../contract/profile.ts';
import type { HardwareSeen } from '../hardware-marks.ts';
import { evidenceOf, found, runWith } from './findings.fixture.ts';

const MiB = 1024 ** 2;

describe('memory growth', () => {
  const growing = (perIteration: number, halfWidth: number): ProfileMemory => ({
    lives: [],
    aliveBytes: [],
    peakBytes: 0,
    peakAt: 0,
    growth: {
      inUseBytes: Array.from({ length: 200 }, () => 8 * MiB),
      residentBytes: Array.from({ length: 200 }, (_, index) => 100 * MiB + index * perIteration),
      bytesPerIteration: perIteration,
      ci95: [perIteration - halfWidth, perIteration + halfWidth],
    },
  });
  const operators = Array.from({ length: 5 }, () => anOperator());

  it('is found where its interval lies above nothing', () => {
    const [finding] = found('memory-growth', { operators, memory: growing(0.5 * MiB, 0.05 * MiB) });
    expect(finding).toMatchObject({ severity: 'high', costMs: null });
    expect(finding?.title).toContain('512 KiB an iteration (461 KiB to 563 KiB, 95 %)');
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toContain('arena: 0 B');
  });

  it('is none where it may be nothing, is too little to matter, or was not looked for', () => {
    expect(found('memory-growth', { operators, memory: growing(0.5 * MiB, 0.6 * MiB) })).toEqual([]);
    expect(found('memory-growth', { operators, memory: growing(6000, 10) })).toEqual([]);
    expect(found('memory-growth', { operators, memory: null })).toEqual([]);
  });
});

describe('throttling', () => {
  function seen(metric: HardwareMetric, valueAt: (second: number) => number): HardwareSeen {
    const channel: HardwareChannel = {
      id: `gpu:a/${metric}`,
      device: 'gpu:a',
      metric,
      detail: '',
      source: 'nvml',
      periodMs: 100,
    };
    const at = Array.from({ length: 140 }, (_, index) => index / 10 - 2);
    return {
      devices: [{ id: 'gpu:a', kind: 'gpu', name: 'a card', totalBytes: null, partOf: null }],
      channels: [channel],
      series: [
        { channel: channel.id, atSeconds: Float64Array.from(at), values: Float64Array.from(at, valueAt) },
      ],
    };
  }
  /** The power limit, by its bit. */
  const LIMIT = 4;

  it('tells for how long, from when to when, and why', () => {
    const hardware = seen('gpu.throttle', (second) => (second >= 4 && second < 8 ? LIMIT : 0));
    const [finding] = found('throttling', {}, { hardware });
    expect(finding?.severity).toBe('high');
    expect(finding?.title).toBe('Held back for 4.00 s of the 10.0 s measured (40 %): a card: power limit.');
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toContain(
      'from 4.00 s to 8.00 s of the clean pass',
    );
  });

  it('is seen by a clock that falls, with what that costs at most', () => {
    const hardware = seen('gpu.sm-clock', (second) => (second < 5 ? 1980 : 1485));
    const [finding] = found('throttling', { cleanMeanMs: 8 }, { hardware });
    expect(finding?.costMs).toBeCloseTo(2, 9);
    expect(finding?.title).toContain('1980 to 1485 MHz');
  });

  it('is none before or after the clean pass, with a steady clock, or where nothing tells', () => {
    expect(
      found('throttling', {}, { hardware: seen('gpu.throttle', (s) => (s < -0.2 || s > 10.5 ? LIMIT : 0)) }),
    ).toEqual([]);
    expect(found('throttling', {}, { hardware: seen('gpu.sm-clock', (s) => 1980 - 3 * s) })).toEqual([]);
    expect(found('throttling', {}, { hardware: null })).toEqual([]);
  });
});

describe('options of the session that cost', () => {
  const heavy = [anOperator({ selfMs: 9 })];

  it('are one thread on many cores, where products would share them', () => {
    const run = runWith({ threads: 1 });
    const [finding] = found('costly-session-options', { operators: heavy }, { run });
    expect(finding?.costMs).toBeCloseTo(9 * (1 - 1 / 8), 9);
    const tiny = Array.from({ length: 300 }, () => anOperator({ selfMs: 0.03 }));
    expect(found('costly-session-options', { operators: tiny }, { run })).toEqual([]);
  });

  it('are more threads than cores, with the switches that they caused', () => {
    const run = runWith({ threads: 64 });
    const resources = { involuntarySwitches: 48_211, cpuCores: 15.4 } as NonNullable<typeof run.resources>;
    const [finding] = found('costly-session-options', { operators: heavy }, { run: { ...run, resources } });
    expect(finding?.title).toContain('48 211 involuntary switches');
  });

  it('are cold caches', () => {
    const run = runWith({ coldCache: true });
    const resources = { coldCacheBytes: 64 * MiB } as NonNullable<typeof run.resources>;
    expect(
      found('costly-session-options', { operators: heavy }, { run: { ...run, resources } }),
    ).toMatchObject([{ severity: 'low', costMs: null }]);
  });

  it('are none as the runtime chooses them', () => {
    expect(found('costly-session-options', { operators: heavy })).toEqual([]);
  });
});
