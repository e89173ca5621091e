import { describe, expect, it } from 'vitest';
import { kernelFiles } from './kernel-files.ts';
import { plantedFiles } from './kernel-files.fixture.ts';
import { readMachineState } from './machine-state.ts';

const read = (files: Record<string, string>) => readMachineState(plantedFiles(files));
const CPU = '/sys/devices/system/cpu';
const POWER = '/sys/class/power_supply';

describe('the machine’s state', () => {
  it('is unknown, not fine, where nothing can be read', () => {
    expect(read({})).toMatchObject({
      allowedCores: null,
      groupCores: null,
      groupMemory: null,
      governors: null,
      energyPreferences: [],
      turbo: null,
      power: null,
      throttleEvents: null,
      isVirtual: false,
    });
  });

  it('has each governor and preference once', () => {
    const state = read({
      [`${CPU}/cpufreq/policy0/scaling_governor`]: 'powersave\n',
      [`${CPU}/cpufreq/policy0/energy_performance_preference`]: 'performance\n',
      [`${CPU}/cpufreq/policy1/scaling_governor`]: 'powersave\n',
      [`${CPU}/cpufreq/policy8/scaling_governor`]: 'performance\n',
    });
    expect(state.governors).toEqual(['powersave', 'performance']);
    expect(state.energyPreferences).toEqual(['performance']);
  });

  it('knows turbo by both drivers', () => {
    expect(read({ [`${CPU}/intel_pstate/no_turbo`]: '1\n' }).turbo).toBe(false);
    expect(read({ [`${CPU}/cpufreq/boost`]: '1\n' }).turbo).toBe(true);
  });

  it('sums what its cores throttled, and counts the package once', () => {
    const state = read({
      [`${CPU}/cpu0/thermal_throttle/core_throttle_count`]: '3\n',
      [`${CPU}/cpu0/thermal_throttle/package_throttle_count`]: '10\n',
      [`${CPU}/cpu1/thermal_throttle/core_throttle_count`]: '4\n',
      [`${CPU}/cpu1/thermal_throttle/package_throttle_count`]: '10\n',
    });
    expect(state.throttleEvents).toBe(17);
  });

  it.each([
    [
      'battery',
      { 'BAT0/type': 'Battery', 'BAT0/status': 'Discharging', 'AC/type': 'Mains', 'AC/online': '0' },
    ],
    ['mains', { 'BAT0/type': 'Battery', 'BAT0/status': 'Charging' }],
    ['mains', { 'BAT0/type': 'Battery', 'BAT0/status': 'Full' }],
    ['no-battery', { 'AC/type': 'Mains', 'AC/online': '1' }],
    ['no-battery', { 'hid/type': 'Battery', 'hid/scope': 'Device', 'hid/status': 'Discharging' }],
  ] as const)('lives on %s with %o', (power, supplies) => {
    const files = Object.entries(supplies).map(([name, text]) => [`${POWER}/${name}`, `${text}\n`]);
    expect(read(Object.fromEntries(files) as Record<string, string>).power).toBe(power);
  });

  it('counts the cores of a list of ranges', () => {
    expect(read({ '/proc/self/status': 'Name:\tx\nCpus_allowed_list:\t0-3,8,10-11\n' }).allowedCores).toBe(7);
  });

  it('takes the tightest quota on the way up, in both versions of control groups', () => {
    const unified = {
      '/proc/self/cgroup': '0::/outer/inner\n',
      '/sys/fs/cgroup/outer/inner/cpu.max': '400000 100000\n',
      '/sys/fs/cgroup/outer/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/cpu.max': 'max 100000\n',
    };
    expect(read(unified).groupCores).toBe(1.5);
    const legacy = {
      '/proc/self/cgroup': '4:cpu,cpuacct:/box\n',
      '/sys/fs/cgroup/cpu/box/cpu.cfs_quota_us': '50000\n',
      '/sys/fs/cgroup/cpu/box/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
    };
    expect(read(legacy).groupCores).toBe(0.5);
    expect(
      read({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' }).groupCores,
    ).toBeNull();
  });

  it('counts files in the cache as free memory of a group', () => {
    const files = {
      '/proc/self/cgroup': '0::/box\n',
      '/sys/fs/cgroup/box/memory.max': '1000\n',
      '/sys/fs/cgroup/box/memory.current': '900\n',
      '/sys/fs/cgroup/box/memory.stat': 'anon 500\ninactive_file 300\n',
    };
    expect(read(files).groupMemory).toEqual({ usedBytes: 600, limitBytes: 1000 });
  });

  it('can be read on this machine', () => {
    const state = readMachineState(kernelFiles);
    expect(state.cores).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(state.allowedCores).toBeGreaterThan(0);
  });
});
