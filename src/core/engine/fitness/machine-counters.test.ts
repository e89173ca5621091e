import { describe, expect, it } from 'vitest';
import { kernelFiles } from './kernel-files.ts';
import { plantedFiles } from './kernel-files.fixture.ts';
import { readMachineCounters } from './machine-counters.ts';
import { treeCpuMs, workerCounters } from './process-tree.ts';

const CLOCK = { monotonic: () => 12, wall: () => 99 };

/** Times in ticks: user, system, and of children that ended. */
function aProcess(
  pid: number,
  [user, system, childrenUser, childrenSystem]: readonly number[],
  children = '',
): Record<string, string> {
  return {
    [`/proc/${pid}/stat`]: `${pid} (a b) c) S 1 1 1 0 -1 0 10 0 7 0 ${user} ${system} ${childrenUser} ${childrenSystem} 20 0 4 0\n`,
    [`/proc/${pid}/task/${pid}/children`]: children,
    [`/proc/${pid}/task/${pid}/schedstat`]: '500000000 3000000 12\n',
    [`/proc/${pid}/task/${pid + 1}/schedstat`]: '500000000 1500000 12\n',
  };
}

describe('the kernel’s counters', () => {
  it('are read from its files', () => {
    const files = plantedFiles({
      '/proc/stat': 'cpu  100 10 50 800 50 5 5 20 0 0\ncpu0 1 1 1 1\n',
      '/proc/uptime': '1860.77 3302.12\n',
      '/proc/vmstat': 'pgpgin 5\npswpin 10\npswpout 2\n',
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/cpu.stat': 'usage_usec 1\nnr_throttled 4\nthrottled_usec 250000\n',
      ...aProcess(process.pid, [1, 2, 3, 4]),
    });
    expect(readMachineCounters(files, CLOCK, null)).toMatchObject({
      monotonicMs: 12,
      wallMs: 99,
      bootMs: 1_860_770,
      cpu: { busyMs: 1700, stolenMs: 200 },
      dynoCpuMs: 100,
      worker: null,
      swappedBytes: 12 * 4096,
      groupThrottledMs: 250,
    });
  });

  it('of version 1 tell throttling in nanoseconds', () => {
    const files = plantedFiles({
      '/proc/self/cgroup': '4:cpu:/\n',
      '/sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 9\nnr_throttled 4\nthrottled_time 250000000\n',
    });
    expect(readMachineCounters(files, CLOCK, null).groupThrottledMs).toBe(250);
  });

  it('fall back to what the runtime knows where there is no /proc', () => {
    const counters = readMachineCounters(plantedFiles({}), CLOCK, 7);
    expect(counters).toMatchObject({ bootMs: null, dynoCpuMs: null, worker: null, swappedBytes: null });
    expect(counters.cpu?.busyMs).toBeGreaterThan(0);
    expect(counters.hostCpuMs).toBeGreaterThan(0);
  });

  it.runIf(process.platform === 'linux')('of this machine only grow', () => {
    const clock = { monotonic: () => performance.now(), wall: () => Date.now() };
    const before = readMachineCounters(kernelFiles, clock, process.pid);
    const after = readMachineCounters(kernelFiles, clock, process.pid);
    expect(after.bootMs).toBeGreaterThanOrEqual(before.bootMs ?? Infinity);
    expect(after.dynoCpuMs).toBeGreaterThanOrEqual(before.dynoCpuMs ?? Infinity);
    expect(after.worker?.cpuMs).toBeGreaterThanOrEqual(before.worker?.cpuMs ?? Infinity);
    expect(after.worker?.waitedMs).toBeGreaterThanOrEqual(before.worker?.waitedMs ?? Infinity);
  });
});

describe('a tree of processes', () => {
  it('is counted with all that it started, whichever thread did', () => {
    const files = {
      ...aProcess(10, [1, 1, 5, 5], '20 '),
      '/proc/10/task/11/children': '30\n',
      ...aProcess(20, [10, 10, 0, 0], '40'),
      ...aProcess(30, [100, 0, 0, 0]),
      ...aProcess(40, [0, 1000, 0, 0]),
    };
    expect(treeCpuMs(plantedFiles(files), 10)).toBe((12 + 20 + 100 + 1000) * 10);
  });

  it('goes on where a child has just ended', () => {
    expect(treeCpuMs(plantedFiles(aProcess(10, [1, 1, 0, 0], '20')), 10)).toBe(20);
  });

  it('is unknown where the kernel lists no children', () => {
    const { '/proc/10/stat': stat = '' } = aProcess(10, [1, 1, 0, 0]);
    expect(treeCpuMs(plantedFiles({ '/proc/10/stat': stat }), 10)).toBeNull();
    expect(treeCpuMs(plantedFiles({}), 10)).toBeNull();
  });
});

describe('a worker', () => {
  it('has its time, its faults and what its threads waited', () => {
    expect(workerCounters(plantedFiles(aProcess(10, [3, 4, 90, 90])), 10)).toEqual({
      cpuMs: 70,
      majorFaults: 7,
      waitedMs: 4.5,
    });
  });

  it('that is gone has none', () => {
    expect(workerCounters(plantedFiles({}), 10)).toBeNull();
  });
});
