import { describe, expect, it } from 'vitest';
import type { DoctorCheck } from '../../contract/hardware.ts';
import { plantedFiles } from '../engine/fitness/kernel-files.fixture.ts';
import { checkFitness } from './fitness.ts';

/** A clock that moves by a step at each reading. */
function stepping(stepMs: number) {
  let now = 0;
  return { monotonic: () => (now += stepMs), wall: () => 1e12 };
}

async function checksOf(
  files: Record<string, string>,
  stepMs = 0.0001,
): Promise<ReadonlyMap<string, DoctorCheck>> {
  const checks = await checkFitness(stepping(stepMs), plantedFiles(files));
  return new Map(checks.map((check) => [check.id, check]));
}

describe('the machine’s fitness', () => {
  it('says of each thing how it is, or that it cannot be told, with a next step wherever it is not well', async () => {
    for (const files of [{}, { '/proc/self/status': 'Cpus_allowed_list:\t0\n' }]) {
      for (const [id, { state, detail, nextStep }] of await checksOf(files)) {
        expect(detail, id).not.toBe('');
        expect(nextStep === '', id).toBe(state === 'ok');
      }
    }
  });

  it('warns of a governor that saves power, and of a battery', async () => {
    const checks = await checksOf({
      '/sys/devices/system/cpu/cpufreq/policy0/scaling_governor': 'powersave\n',
      '/sys/class/power_supply/BAT0/type': 'Battery\n',
      '/sys/class/power_supply/BAT0/status': 'Discharging\n',
    });
    expect(checks.get('governor')).toMatchObject({
      state: 'warning',
      nextStep: expect.stringContaining('cpupower') as string,
    });
    expect(checks.get('battery')).toMatchObject({ state: 'warning' });
  });

  it('warns where a quarter of the swap space is used', async () => {
    const meminfo = (free: number): Record<string, string> => ({
      '/proc/meminfo': `SwapTotal:   1000 kB\nSwapFree:   ${free} kB\n`,
    });
    expect((await checksOf(meminfo(700))).get('swap')?.state).toBe('warning');
    expect((await checksOf(meminfo(800))).get('swap')?.state).toBe('ok');
    expect(
      (await checksOf({ '/proc/meminfo': 'SwapTotal: 0 kB\nSwapFree: 0 kB\n' })).get('swap')?.state,
    ).toBe('ok');
    expect((await checksOf({})).get('swap')?.state).toBe('missing');
  });

  it('warns of a clock with coarse steps, and of one that stands', async () => {
    expect((await checksOf({}, 0.0001)).get('timer')).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('100 ns') as string,
    });
    expect((await checksOf({}, 0.1)).get('timer')?.state).toBe('warning');
    expect((await checksOf({}, 0)).get('timer')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('did not move') as string,
    });
  });
});
