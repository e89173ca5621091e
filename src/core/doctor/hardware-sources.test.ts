import { describe, expect, it } from 'vitest';
import {
  LOOKED_FOR,
  type HardwareCatalog,
  type HardwareSourceReport,
} from '../../contract/hardware-channels.ts';
import { askSources, sourceChecks } from './hardware-sources.ts';

const report = (change: Partial<HardwareSourceReport>): HardwareSourceReport => ({
  id: 'rapl',
  title: 'Energy (RAPL)',
  state: 'reading',
  reason: '',
  nextStep: '',
  periodMs: 100,
  readMs: 0.1,
  costPercent: 0.1,
  ...change,
});

describe('the doctor’s lines on hardware sources', () => {
  it('say what each reads, or why it does not and what would help', () => {
    const [reading, absent, cut] = sourceChecks([
      report({}),
      report({ id: 'nvml', state: 'absent', reason: 'No driver.', nextStep: 'Install it.' }),
      report({ id: 'amdgpu', state: 'cut-off', reason: 'It hung.' }),
    ]);
    expect(reading).toMatchObject({ id: 'source-rapl', state: 'ok', detail: 'Energy (RAPL), every 100 ms' });
    expect(absent).toMatchObject({ state: 'missing', detail: 'No driver.', nextStep: 'Install it.' });
    expect(cut).toMatchObject({ state: 'warning', detail: 'It hung.' });
    expect(cut?.nextStep).not.toBe('');
  });

  it('wait until each has found out, and let the sampler go again', async () => {
    let released = 0;
    const hardware = {
      looks: 0,
      want: () => () => void (released += 1),
      get catalog(): HardwareCatalog | null {
        this.looks += 1;
        if (this.looks < 2) return null;
        const reason = this.looks < 4 ? LOOKED_FOR : 'None here.';
        return { sources: [report({ state: 'absent', reason })] } as unknown as HardwareCatalog;
      },
    };
    expect(await askSources(hardware)).toMatchObject([{ reason: 'None here.' }]);
    expect(released).toBe(1);
  });

  it('say so where the sampler says nothing', () => {
    expect(sourceChecks(null)[0]).toMatchObject({ state: 'warning' });
  });
});
