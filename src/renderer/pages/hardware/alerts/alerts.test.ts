import { describe, expect, it } from 'vitest';
import type { Alert, Severity, Threshold } from '../../../../contract/alert.ts';
import type { HardwareCatalog } from '../../../../contract/hardware-channels.ts';
import { channel, device } from '../catalog.fixture.ts';
import { deviceGroups } from '../device-groups.ts';
import { limitsOf } from '../limits.ts';
import { alertTitle, crossingWords, lastingWords, stepWords, thresholdWords } from './alert-words.ts';
import { inOrder } from './severity.ts';
import { devicesWith, newThreshold, typedUnit, watchable } from './threshold-draft.ts';

const threshold: Threshold = { ...newThreshold('t'), limit: 80, isBuiltIn: true };

function alert(id: string, severity: Severity, openedAt: number, closedAt: number | null): Alert {
  return {
    ...{ id, severity, openedAt, closedAt, threshold, channel: 'cpu/cpu.use', deviceName: 'Ryzen' },
    ...{ acknowledgedAt: null, openedWith: 81, worst: 93.2 },
    steps: [
      { at: openedAt, severity: 'low', value: 82 },
      { at: openedAt + 1, severity, value: 93.2 },
    ],
  };
}

describe('alerts', () => {
  it('stand open first, the worst of them on top, then the newest', () => {
    const all = [
      alert('old', 'critical', 1, 2),
      alert('open low', 'low', 9, null),
      alert('new', 'low', 8, 9),
      alert('open high', 'high', 3, null),
    ];
    expect(inOrder(all).map(({ id }) => id)).toEqual(['open high', 'open low', 'new', 'old']);
  });

  it('say what, how much, against which limit, and for how long', () => {
    const open = alert('a', 'high', 1000, null);
    expect(alertTitle(open)).toBe('CPU · Ryzen');
    expect(crossingWords(open)).toBe('93 % at its worst, above the limit of 80 %');
    expect(lastingWords(open)).toBe(', still so');
    expect(lastingWords({ ...open, closedAt: 13_500 })).toBe(', for 12.5 s');
    expect(stepWords(open)).toBe('low at 82 %, then high at 93 %');
  });
});

describe('a threshold', () => {
  const catalog: HardwareCatalog = {
    ...{ revision: 1, hertz: 10, sources: [] },
    devices: [device('a', 'disk'), device('b', 'disk'), device('g', 'gpu')],
    channels: [channel('a', 'disk.busy'), channel('b', 'disk.busy'), channel('g', 'gpu.throttle')],
  };

  it('is said in the metric’s unit', () => {
    expect(thresholdWords(threshold)).toBe('above 80 %, mean of 10');
    expect(typedUnit('memory.used')).toEqual({ unit: 'MiB', size: 1024 ** 2 });
  });

  it('can be set on what is here, what it is on already, and Dyno’s own measurements', () => {
    const offered = watchable(catalog, 'gpu.power');
    expect(offered).toEqual(expect.arrayContaining(['disk.busy', 'gpu.power', 'inference.p95']));
    expect(offered).not.toContain('cpu.use');
    // Flags have no mean.
    expect(offered).not.toContain('gpu.throttle');
    expect(devicesWith(catalog, 'disk.busy').map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('is drawn where it is on, and for its own device only', () => {
    const row = deviceGroups(catalog.devices, catalog.channels)[1]?.rows[0];
    if (row === undefined) throw new Error('There is no such row.');
    const busy: Threshold = { ...threshold, metric: 'disk.busy' };
    const limits = (part: Partial<Threshold>): readonly number[] => limitsOf(row, [{ ...busy, ...part }]);
    expect(limits({})).toEqual([80]);
    expect(limits({ device: 'a' })).toEqual([80]);
    expect([limits({ device: 'b' }), limits({ isOn: false }), limits({ metric: 'cpu.use' })]).toEqual([
      [],
      [],
      [],
    ]);
  });
});
