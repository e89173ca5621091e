import { describe, expect, it } from 'vitest';
import { conditions, tick } from '../../analysis/trust/conditions.fixture.ts';
import { plantedFiles } from './kernel-files.fixture.ts';
import { FitnessWatch } from './fitness-watch.ts';

/** A machine whose files and clocks move when the test says so. */
function aMachine() {
  const files: Record<string, string> = {
    '/proc/stat': 'cpu  0 0 0 0 0 0 0 0\n',
    '/proc/uptime': '100.00 0\n',
  };
  let now = 0;
  let wall = 1e12;
  const clock = { monotonic: () => now, wall: () => wall };
  return {
    watch: new FitnessWatch(clock, plantedFiles(files)),
    files,
    pass(ms: number, { suspendedMs = 0, setForwardMs = 0 } = {}): void {
      now += ms;
      wall += ms + suspendedMs + setForwardMs;
      const uptime = Number.parseFloat(files['/proc/uptime'] ?? '0') + (ms + suspendedMs) / 1000;
      files['/proc/uptime'] = `${uptime.toFixed(2)} 0\n`;
    },
  };
}

const { run } = conditions();

describe('watching a measurement', () => {
  it('tells a machine that was suspended in the middle', () => {
    const { watch, pass } = aMachine();
    watch.begin();
    watch.startMeasuring(7);
    pass(2000, { suspendedMs: 60_000 });
    watch.endMeasuring();
    const { verdict, evidence } = watch.judge(run, null);
    expect([verdict, evidence[0]?.check, evidence[0]?.detail]).toEqual([
      'not-trusted',
      'suspended',
      expect.stringContaining('1 min 0 s'),
    ]);
    expect(evidence.find(({ check }) => check === 'wall-clock')?.state).toBe('ok');
  });

  it('tells a wall clock that was set from a suspend', () => {
    const { watch, pass } = aMachine();
    watch.begin();
    watch.startMeasuring(7);
    pass(2000, { setForwardMs: -3000 });
    const { evidence } = watch.judge(run, null);
    expect(evidence.find(({ check }) => check === 'wall-clock')).toMatchObject({
      state: 'warning',
      value: 3000,
      unit: 'ms',
    });
    expect(evidence.find(({ check }) => check === 'suspended')?.state).toBe('ok');
  });

  it('takes no notice of what happened before and after the loop', () => {
    const { watch, pass } = aMachine();
    watch.begin();
    pass(500, { suspendedMs: 60_000 });
    watch.startMeasuring(7);
    pass(2000);
    watch.endMeasuring();
    pass(500, { suspendedMs: 60_000 });
    expect(watch.judge(run, null).evidence.find(({ check }) => check === 'suspended')?.state).toBe('ok');
  });

  it('keeps the sampler’s ticks of the loop alone', () => {
    const { watch, pass } = aMachine();
    watch.begin();
    watch.add(tick({ samplerCpuPercent: 90 }));
    watch.startMeasuring(7);
    watch.add(tick({ samplerCpuPercent: 1 }));
    pass(2000);
    watch.endMeasuring();
    watch.add(tick({ samplerCpuPercent: 90 }));
    const cost = watch.judge(run, null).evidence.find(({ check }) => check === 'sampler-cost');
    expect([cost?.state, cost?.value]).toEqual(['ok', 1]);
  });

  it('blames the run for nothing that a profiled pass does to the machine afterwards', () => {
    const { watch, files, pass } = aMachine();
    const counter = '/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count';
    files[counter] = '0';
    watch.begin();
    watch.startMeasuring(7);
    pass(2000);
    watch.endMeasuring();
    files[counter] = '40';
    pass(2000);
    const throttling = watch.judge(run, null).evidence.find(({ check }) => check === 'throttling');
    expect(throttling?.state).toBe('ok');
  });

  it('looks at the whole run where the loop was too short for the kernel’s ticks', () => {
    const { watch, files, pass } = aMachine();
    const { resources } = run;
    if (resources === null) throw new Error('the fixture has resources');
    const worker = { ...run, resources: { ...resources, cpuMs: 0 } };
    watch.begin();
    pass(1000);
    watch.startMeasuring(7);
    files['/proc/stat'] = `cpu  ${1000 * 100} 0 0 0 0 0 0 0\n`;
    pass(20);
    watch.endMeasuring();
    const load = watch.judge(worker, null).evidence.find(({ check }) => check === 'other-load');
    expect(load?.state).toBe('bad');
  });

  it('judges a run that ended before it measured by what there is', () => {
    const { watch } = aMachine();
    watch.begin();
    const { evidence } = watch.judge(run, null);
    expect(evidence.find(({ check }) => check === 'other-load')?.state).toBe('unknown');
  });
});
