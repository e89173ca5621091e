import { describe, expect, it } from 'vitest';
import { linuxMachine } from './linux-machine.ts';

/** A /proc that a test writes. */
function machineOn(files: Record<string, string>) {
  return linuxMachine((path) => files[path] ?? null);
}

function processFiles(pid: number, ticks: number): Record<string, string> {
  return {
    [`/proc/${pid}/stat`]: `${pid} (w) S 1 1 1 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 4 0 1 1 1`,
    [`/proc/${pid}/status`]: 'VmRSS:\t 100 kB\n',
  };
}

describe('a Linux machine', () => {
  it('tells all at once, with rates since the reading before', () => {
    const files: Record<string, string> = {
      '/proc/stat': 'cpu  0 0 0 0\ncpu0 0 0 0 0\n',
      '/proc/meminfo': 'MemTotal: 8 kB\nMemAvailable: 6 kB\n',
      '/proc/cpuinfo': 'cpu MHz : 2000\n',
      ...processFiles(7, 100),
    };
    const machine = machineOn(files);
    void machine.read(7, 500);
    Object.assign(files, processFiles(7, 150), { '/proc/stat': 'cpu  25 0 0 75\ncpu0 25 0 0 75\n' });
    expect(machine.read(7, 500)).toEqual({
      cpuPercent: 25,
      perCorePercent: [25],
      cpuMHz: 2000,
      cpuFastestMHz: 2000,
      stealPercent: 0,
      cpuWaitPercent: null,
      memoryTotalBytes: 8192,
      memoryUsedBytes: 2048,
      process: { pid: 7, cpuPercent: 100, residentBytes: 102_400, threads: 4 },
    });
  });

  it('knows nothing where nothing can be read, and says null, not zero', () => {
    expect(machineOn({}).read(7, 500)).toEqual({
      cpuPercent: null,
      perCorePercent: [],
      cpuMHz: null,
      cpuFastestMHz: null,
      stealPercent: null,
      cpuWaitPercent: null,
      memoryTotalBytes: null,
      memoryUsedBytes: null,
      process: null,
    });
  });

  it('asks cpufreq for the clock where cpuinfo has none', () => {
    const files: Record<string, string> = {
      '/proc/stat': 'cpu  0 0 0 0\ncpu0 0 0 0 0\n',
      '/proc/cpuinfo': 'BogoMIPS : 48.00\n',
      '/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq': '1800000\n',
    };
    const machine = machineOn(files);
    files['/proc/stat'] = 'cpu  1 0 0 1\ncpu0 1 0 0 1\n';
    expect(machine.read(null, 500)).toMatchObject({ cpuMHz: 1800 });
  });

  it('has no rate for a process after a pause in watching it', () => {
    const files: Record<string, string> = processFiles(7, 100);
    const machine = machineOn(files);
    void machine.read(7, 500);
    void machine.read(null, 500);
    Object.assign(files, processFiles(7, 9000));
    expect(machine.read(7, 500)).toMatchObject({ process: { cpuPercent: null } });
    expect(machine.read(7, 500)).toMatchObject({ process: { cpuPercent: 0 } });
  });
});
