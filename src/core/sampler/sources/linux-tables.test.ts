import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../contract/hardware-channels.ts';
import { SourceLost } from '../source-lost.ts';
import { openTick } from '../open-source.test-support.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import { cpuSource } from './cpu.ts';
import { diskSource } from './disk.ts';
import { memorySource } from './memory.ts';
import { networkSource } from './network.ts';
import { pressureSource } from './pressure.ts';

const { NaN } = Number;

/** A machine of 64 cores of which some are switched off. */
const stat = (cores: readonly number[], busy: number, idle: number): string =>
  [
    `cpu  ${busy * cores.length} 0 0 ${idle * cores.length} 0 0 0 0 0 0`,
    ...cores.map((core) => `cpu${core} ${busy} 0 0 ${idle} 0 0 0 0 0 0`),
    'intr 1 2 3',
    'ctxt 99',
    '',
  ].join('\n');

describe('processor use', () => {
  it('is the busy share of the time between two readings, with steal and waiting beside it', () => {
    const machine = new WrittenMachine({
      '/proc/stat': 'cpu  10 0 0 80 0 0 0 10\ncpu0 10 0 0 80 0 0 0 10\nintr 1\n',
    });
    const source = openTick(cpuSource, machine);
    expect(source.read(NaN)).toEqual([NaN, NaN, NaN, NaN]);
    machine.write({ '/proc/stat': 'cpu  40 0 0 120 10 0 0 30\ncpu0 40 0 0 120 10 0 0 30\nintr 1\n' });
    expect(source.read(1000)).toEqual([30, 20, 10, 30]);
  });

  it('knows its cores by their numbers where some are off, and is opened anew when one is switched on', () => {
    const cores = Array.from({ length: 64 }, (_, core) => core).filter((core) => core % 3 !== 1);
    const machine = new WrittenMachine({ '/proc/stat': stat(cores, 0, 0) });
    const source = openTick(cpuSource, machine);
    expect(
      source.channels.filter((id) => id.startsWith('cpu.core-use')).map((id) => Number(id.split('/')[1])),
    ).toEqual(cores);
    source.read(NaN);
    machine.write({ '/proc/stat': stat(cores, 25, 75) });
    expect(new Set(source.read(1000).slice(3))).toEqual(new Set([25]));
    machine.write({ '/proc/stat': stat([...cores, 64], 25, 75) });
    expect(() => source.read(100)).toThrow(SourceLost);
    machine.write({ '/proc/stat': stat(cores.slice(1), 25, 75) });
    expect(() => source.read(100)).toThrow(SourceLost);
  });

  it('is unknown while the kernel’s clock stands, after a reset, and after the machine slept', () => {
    const machine = new WrittenMachine({ '/proc/stat': stat([0], 50, 50) });
    const source = openTick(cpuSource, machine);
    source.read(NaN);
    expect(source.read(100)[0]).toBeNaN();
    machine.write({ '/proc/stat': stat([0], 5, 10) });
    expect(source.read(100)[0]).toBeNaN();
    machine.write({ '/proc/stat': stat([0], 10, 10) });
    expect(source.read(100)[0]).toBe(100);
    machine.write({ '/proc/stat': stat([0], 20, 20) });
    expect(source.read(NaN)[0]).toBeNaN();
  });

  it('takes a very old kernel’s four columns', () => {
    const machine = new WrittenMachine({ '/proc/stat': 'cpu  0 0 0 0\ncpu0 0 0 0 0\n' });
    const source = openTick(cpuSource, machine);
    source.read(NaN);
    machine.write({ '/proc/stat': 'cpu  5 5 10 60\ncpu0 5 5 10 60\n' });
    expect(source.read(100)).toEqual([25, 0, 0, 25]);
  });

  it('is not measurable where /proc is closed, and says what to do', () => {
    const found = cpuSource.open(new WrittenMachine());
    expect(found).toMatchObject({ absent: expect.stringContaining('/proc/stat') as string });
  });
});

const V2 = {
  '/proc/self/cgroup': '0::/kubepods/pod1/box\n',
  '/proc/self/mountinfo': '35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n',
};
const GROUP = '/sys/fs/cgroup/kubepods/pod1';

describe('a control group’s limit', () => {
  it('is what counts for the processor: the tightest of nested groups, over a second', () => {
    const machine = new WrittenMachine({
      ...V2,
      '/proc/stat': stat([0, 1, 2, 3], 1, 1),
      [`${GROUP}/cpu.max`]: '200000 100000\n',
      [`${GROUP}/cpu.stat`]: 'usage_usec 0\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
      [`${GROUP}/box/cpu.max`]: 'max 100000\n',
    });
    const source = openTick(cpuSource, machine);
    expect(source.channels.slice(-2)).toEqual(['cpu.limit-use', 'cpu.limit-throttled']);
    expect(source.read(NaN).slice(-2)).toEqual([NaN, NaN]);
    machine.write({
      [`${GROUP}/cpu.stat`]: 'usage_usec 1000000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 5\n',
    });
    source.read(500);
    expect(source.marks().slice(-2)).toEqual([MARKS.repeat, MARKS.repeat]);
    expect(source.read(500).slice(-2)).toEqual([50, 40]);
    expect(source.marks().slice(-2)).toEqual([MARKS.fresh, MARKS.fresh]);
  });

  it('is read by the first version of control groups as well', () => {
    const machine = new WrittenMachine({
      '/proc/self/cgroup': '4:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n0::/\n',
      '/proc/self/mountinfo':
        '30 24 0:26 /docker/ab /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n' +
        '31 24 0:27 /docker/ab /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n',
      '/proc/stat': stat([0, 1], 1, 1),
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '50000\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.stat': 'nr_periods 0\nnr_throttled 0\nthrottled_time 0\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage': '0\n',
      '/proc/meminfo': 'MemTotal: 4096 kB\nMemAvailable: 4000 kB\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1048576\n',
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': '786432\n',
      '/sys/fs/cgroup/memory/memory.stat': 'inactive_file 1\ntotal_inactive_file 262144\n',
    });
    const cpu = openTick(cpuSource, machine);
    cpu.read(NaN);
    machine.write({ '/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage': '250000000\n' });
    expect(cpu.read(1000).slice(-2)).toEqual([50, 0]);
    const memory = openTick(memorySource, machine);
    expect(memory.devices[0]?.totalBytes).toBe(1_048_576);
    expect(memory.read(NaN)).toEqual([524_288, 50, NaN, 50]);
  });

  it('is the nearest of memory’s nested limits, without the cache that would be given up', () => {
    const machine = new WrittenMachine({
      ...V2,
      '/proc/meminfo': 'MemTotal: 1000000 kB\nMemAvailable: 900000 kB\nCached: 5 kB\n',
      [`${GROUP}/memory.max`]: '100000\n',
      [`${GROUP}/memory.current`]: '95000\n',
      [`${GROUP}/memory.stat`]: 'anon 1\ninactive_file 5000\n',
      [`${GROUP}/box/memory.max`]: '200000\n',
      [`${GROUP}/box/memory.current`]: '20000\n',
    });
    const memory = openTick(memorySource, machine);
    expect(memory.devices[0]).toMatchObject({ totalBytes: 100_000 });
    expect(memory.read(NaN)).toEqual([90_000, 90, 5120, 90]);
    machine.write({ [`${GROUP}/memory.max`]: 'max\n' });
    expect(memory.isOutdated()).toBe(true);
  });

  it('is none where it is more than the machine has', () => {
    const machine = new WrittenMachine({
      ...V2,
      '/proc/stat': stat([0, 1], 1, 1),
      [`${GROUP}/cpu.max`]: '400000 100000\n',
      '/proc/meminfo': 'MemTotal: 1000 kB\nMemAvailable: 900 kB\n',
      [`${GROUP}/memory.max`]: '9223372036854771712\n',
    });
    expect(openTick(cpuSource, machine).channels).not.toContain('cpu.limit-use');
    expect(openTick(memorySource, machine).channels).not.toContain('memory.limit-use');
  });
});

describe('memory', () => {
  const meminfo = (swapFree: number): string =>
    `MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 700 kB\nBuffers: 10 kB\nCached: 200 kB\nSwapCached: 9 kB\nSwapTotal: 500 kB\nSwapFree: ${swapFree} kB\n`;

  it('counts caches as free, and tells what is swapped', () => {
    const machine = new WrittenMachine({
      '/proc/meminfo': meminfo(400),
      '/proc/vmstat': 'nr_free_pages 5\npswpin 10\npswpout 100\n',
      '/proc/self/statm': '100 50 1 1 0 1 0\n',
      '/proc/self/status': 'VmSize:\t     6400 kB\n',
    });
    const memory = openTick(memorySource, machine);
    expect(memory.read(NaN)).toEqual([300 * 1024, 30, 210 * 1024, 100 * 1024, NaN, NaN]);
    machine.write({ '/proc/vmstat': 'nr_free_pages 5\npswpin 11\npswpout 100\n' });
    // Pages of 64 KiB.
    expect(memory.read(500).slice(-2)).toEqual([131_072, 0]);
    machine.write({ '/proc/meminfo': meminfo(400).replace('SwapTotal: 500', 'SwapTotal: 0') });
    memory.read(500);
    expect(memory.isOutdated()).toBe(true);
  });

  it('has no columns for swap where there is none, and makes do with an old kernel', () => {
    const machine = new WrittenMachine({
      '/proc/meminfo':
        'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 150 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n',
    });
    const memory = openTick(memorySource, machine);
    expect(memory.read(NaN)).toEqual([700 * 1024, 70, 200 * 1024]);
  });
});

const disk = (name: string, read: number, written: number, busy: number, weighted: number): string =>
  ` 259       0 ${name} 1 2 ${read} 3 4 5 ${written} 6 0 ${busy} ${weighted} 0 0 0 0\n`;

describe('disks', () => {
  const machineOf = (): WrittenMachine =>
    new WrittenMachine({
      '/proc/diskstats':
        disk('nvme0n1', 0, 0, 0, 0) +
        disk('nvme0n1p1', 0, 0, 0, 0) +
        disk('loop0', 0, 0, 0, 0) +
        disk('dm-0', 0, 0, 0, 0),
      '/sys/block/nvme0n1/size': '2000\n',
      '/sys/block/nvme0n1/device/model': 'FAST SSD   \n',
      '/sys/block/loop0/size': '8\n',
      '/sys/block/dm-0/size': '8\n',
    });

  it('are whole ones, with bytes, share of the time busy, and requests waiting', () => {
    const machine = machineOf();
    const source = openTick(diskSource, machine);
    expect(source.devices).toEqual([
      { id: 'disk:nvme0n1', kind: 'disk', name: 'FAST SSD (nvme0n1)', totalBytes: 1_024_000, partOf: null },
    ]);
    expect(source.read(NaN)).toEqual([NaN, NaN, NaN, NaN]);
    machine.write({ '/proc/diskstats': disk('nvme0n1', 100, 200, 250, 1500) + disk('loop0', 9, 9, 9, 9) });
    expect(source.read(500)).toEqual([102_400, 204_800, 50, 3]);
  });

  it('make no rate of a counter that went back, once', () => {
    const machine = machineOf();
    const source = openTick(diskSource, machine);
    const at = (sectors: number): number[] => {
      machine.write({ '/proc/diskstats': disk('nvme0n1', sectors, 0, 0, 0) });
      return source.read(1000);
    };
    at(4_294_967_290);
    expect(at(10)[0]).toBeNaN();
    expect(at(20)[0]).toBe(5120);
  });

  it('that are plugged in or out make other columns', () => {
    const machine = machineOf();
    const source = openTick(diskSource, machine);
    source.read(NaN);
    machine.write({
      '/proc/diskstats': disk('nvme0n1', 0, 0, 0, 0) + disk('sda', 0, 0, 0, 0),
      '/sys/block/sda/size': '10\n',
    });
    expect(() => source.read(100)).toThrow('plugged');
    machine.write({ '/proc/diskstats': disk('loop0', 0, 0, 0, 0) });
    expect(() => source.read(100)).toThrow(SourceLost);
  });

  it('are told from partitions by name where /sys is closed', () => {
    const names = ['sda', 'sda1', 'sdab', 'nvme0n1', 'nvme0n1p2', 'mmcblk0', 'mmcblk0p1', 'xvda1'];
    const machine = new WrittenMachine({
      '/proc/diskstats': names.map((name) => disk(name, 0, 0, 0, 0)).join(''),
    });
    expect(openTick(diskSource, machine).devices.map(({ name }) => name)).toEqual([
      'sda',
      'sdab',
      'nvme0n1',
      'mmcblk0',
      'xvda1',
    ]);
  });

  it('are absent, not idle, in a container that shows none', () => {
    expect(diskSource.open(new WrittenMachine({ '/proc/diskstats': '' }))).toHaveProperty('absent');
  });
});

const net = (...rows: readonly string[]): string =>
  ['Inter-|   Receive |  Transmit', ' face |bytes packets |bytes packets', ...rows, ''].join('\n');

describe('networks', () => {
  it('are those that lead out of the machine, also where an old kernel leaves no blank', () => {
    const machine = new WrittenMachine({
      '/proc/net/dev': net(
        '    lo: 9 9 9 9 0 0 0 0 9 9 9 9 0 0 0 0',
        '  eth0:0 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0',
        'veth12ab: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0',
      ),
      '/sys/class/net/eth0/speed': '25000\n',
    });
    const source = openTick(networkSource, machine);
    expect(source.devices.map(({ name }) => name)).toEqual(['eth0 (25 Gbit/s)']);
    source.read(NaN);
    machine.write({
      '/proc/net/dev': net(
        '  eth0:1000 5 1 2 0 0 0 0 3000 7 3 4 0 0 0 0',
        'veth77: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0',
      ),
    });
    expect(source.read(500)).toEqual([2000, 6000, 20]);
    machine.write({ '/proc/net/dev': net('  eth1: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0') });
    expect(() => source.read(500)).toThrow(SourceLost);
  });
});

describe('pressure', () => {
  const psi = (total: number): string =>
    `some avg10=1.50 avg60=0.20 avg300=0.00 total=${total}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n`;

  it('is the share of the time in which somebody waited, of what the kernel accounts for', () => {
    const machine = new WrittenMachine({ '/proc/pressure/cpu': psi(1_000_000), '/proc/pressure/io': psi(0) });
    const source = openTick(pressureSource, machine);
    source.read(NaN);
    machine.write({ '/proc/pressure/cpu': psi(1_050_000) });
    expect(source.read(500)).toEqual([10, 0]);
    expect(source.channels).toEqual(['pressure.cpu', 'pressure.io']);
  });

  it('says whether the kernel has none or it is switched off', () => {
    expect(pressureSource.open(new WrittenMachine())).toMatchObject({
      absent: expect.stringMatching(/keeps no/) as string,
    });
    const refused = new WrittenMachine({ '/proc/pressure/cpu': { refused: 'EOPNOTSUPP' } });
    expect(pressureSource.open(refused)).toMatchObject({
      nextStep: expect.stringMatching(/psi=1/) as string,
    });
  });
});
