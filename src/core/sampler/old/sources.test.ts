import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClockRate, parseFrequencies } from './clock-rate.ts';
import { cpuUse, parseCpuTimes } from './cpu.ts';
import { parseMemory } from './memory.ts';
import { parseCpuPressure, pressurePercent } from './pressure.ts';
import { parseProcessTimes, parseResidentBytes, processSample } from './process.ts';

const PROC_STAT = `cpu  100 0 50 800 50 0 0 0 0 0
cpu0 60 0 30 400 10 0 0 0 0 0
cpu1 40 0 20 400 40 0 0 0 0 0
intr 12345
ctxt 99
`;

describe('processor use', () => {
  it('is the busy share of the time between two readings, per core and in all', () => {
    const before = parseCpuTimes(PROC_STAT);
    const after = parseCpuTimes(
      'cpu  160 0 60 920 60 0 0 0 0 0\ncpu0 110 0 40 440 10 0 0 0 0 0\ncpu1 50 0 20 480 50 0 0 0 0 0\n',
    );
    const { cpuPercent, perCorePercent } = cpuUse(before, after);
    expect(cpuPercent).toBeCloseTo(35, 10);
    expect(perCorePercent).toEqual([60, 10]);
  });

  it('is not zero but unknown while the kernel’s clock stands', () => {
    const times = parseCpuTimes(PROC_STAT);
    expect(cpuUse(times, times)).toEqual({ cpuPercent: null, perCorePercent: [], stealPercent: null });
  });

  it('is unknown where a core came or went, or nothing could be read', () => {
    expect(cpuUse(parseCpuTimes(PROC_STAT), parseCpuTimes('cpu  1 0 1 1\n')).cpuPercent).toBeNull();
    expect(cpuUse([], []).cpuPercent).toBeNull();
  });

  it('takes any text without failing, and stays within 0 to 100', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(), { maxLength: 10 }), (text, fields) => {
        const { cpuPercent } = cpuUse(
          parseCpuTimes(`cpu  1 1 1 1 1 1 1 1\n${text}`),
          parseCpuTimes(`cpu  ${fields.join(' ')}\n${text}`),
        );
        expect(cpuPercent === null || (cpuPercent >= 0 && cpuPercent <= 100)).toBe(true);
      }),
    );
  });
});

describe('time stolen', () => {
  it('is the hypervisor’s share of all that passed, and not the machine’s own work', () => {
    const before = parseCpuTimes('cpu  10 0 0 80 0 0 0 10\ncpu0 10 0 0 80 0 0 0 10\n');
    const after = parseCpuTimes('cpu  40 0 0 130 0 0 0 30\ncpu0 40 0 0 130 0 0 0 30\n');
    expect(cpuUse(before, after)).toMatchObject({ cpuPercent: 30, stealPercent: 20 });
  });
});

describe('processor pressure', () => {
  it('is the share of the time in which somebody waited', () => {
    const before = parseCpuPressure(
      'some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\nfull avg10=0 total=9\n',
    );
    const after = parseCpuPressure('some avg10=1.20 avg60=0.00 avg300=0.00 total=1050000\n');
    expect(pressurePercent(before, after, 500)).toBeCloseTo(10, 10);
  });

  it('is unknown where the kernel keeps none', () => {
    expect(parseCpuPressure('')).toBeNull();
    expect(pressurePercent(null, 5, 500)).toBeNull();
    expect(pressurePercent(5, 6, 0)).toBeNull();
  });
});

describe('clock rate', () => {
  it('is told as the mean and the fastest of the cores', () => {
    expect(parseClockRate('cpu MHz\t\t: 2000.000\nx: 1\ncpu MHz\t\t: 3000.500\n')).toEqual({
      cpuMHz: 2500.25,
      cpuFastestMHz: 3000.5,
    });
  });

  it('is unknown where the kernel does not tell', () => {
    expect(parseClockRate('BogoMIPS: 48.00\n')).toBeNull();
    expect(parseClockRate('')).toBeNull();
  });
});

describe('clock rate by cpufreq', () => {
  it('counts the cores that tell', () => {
    expect(parseFrequencies(['2000000\n', '3000500\n', null])).toEqual({
      cpuMHz: 2500.25,
      cpuFastestMHz: 3000.5,
    });
  });

  it('is unknown where no core tells, or nonsense', () => {
    for (const texts of [[], [null], ['<unknown>\n', '']]) expect(parseFrequencies(texts)).toBeNull();
  });
});

describe('memory', () => {
  it('counts caches as free', () => {
    const text = 'MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    700 kB\n';
    expect(parseMemory(text)).toEqual({ memoryTotalBytes: 1000 * 1024, memoryUsedBytes: 300 * 1024 });
  });

  it('is unknown, not zero, where a line is missing', () => {
    expect(parseMemory('MemTotal: 1000 kB\n')).toEqual({
      memoryTotalBytes: 1_024_000,
      memoryUsedBytes: null,
    });
    expect(parseMemory('')).toEqual({ memoryTotalBytes: null, memoryUsedBytes: null });
  });
});

describe('a process', () => {
  const stat = (user: number, system: number): string =>
    `42 (a b) c) S 1 42 42 0 -1 4194560 100 0 0 0 ${user} ${system} 0 0 20 0 7 0 12345 1000 200 18446744073709551615\n`;

  it('is read whatever its name holds', () => {
    expect(parseProcessTimes(stat(150, 50))).toEqual({ pid: 42, cpuMs: 2000, threads: 7 });
  });

  it('uses 200 % when it keeps two cores busy', () => {
    const before = parseProcessTimes(stat(0, 0));
    const after = parseProcessTimes(stat(80, 20));
    expect(after && processSample(before, after, 500, 1024)).toEqual({
      pid: 42,
      cpuPercent: 200,
      residentBytes: 1024,
      threads: 7,
    });
  });

  it('has no rate at its first reading, nor after another process', () => {
    const now = parseProcessTimes(stat(10, 10));
    if (now === null) throw new Error('unreadable');
    expect(processSample(null, now, 500, null).cpuPercent).toBeNull();
    expect(processSample({ ...now, pid: 41 }, now, 500, null).cpuPercent).toBeNull();
  });

  it('is absent when the text is not of a process', () => {
    for (const text of ['', 'x', '42 (', '42 (a) S 1', ')))']) expect(parseProcessTimes(text)).toBeNull();
    expect(parseResidentBytes('Name: x\n')).toBeNull();
    expect(parseResidentBytes('VmRSS:\t  2048 kB\n')).toBe(2048 * 1024);
  });
});
