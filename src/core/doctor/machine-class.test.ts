import { describe, expect, it } from 'vitest';
import type { DoctorCheck } from '../../contract/hardware.ts';
import type { KernelFiles } from '../engine/fitness/kernel-files.ts';
import { classify, type MachineFacts } from './machine-class.ts';
import { diskKind, highestClock, machineFacts } from './machine-facts.ts';

const RECOMMENDED: MachineFacts = {
  cores: 8,
  logicalCores: 16,
  allowedCores: 16,
  gigahertz: 4.2,
  // As 32 GB and 500 GB machines tell it.
  memoryBytes: 31.2 * 1024 ** 3,
  diskBytes: 468e9,
  diskKind: 'NVMe',
};

const whole = (change: Partial<MachineFacts>): DoctorCheck => {
  const [first] = classify({ ...RECOMMENDED, ...change });
  if (first === undefined) throw new Error('No class was told.');
  return first;
};
const line = (id: string, change: Partial<MachineFacts>): DoctorCheck | undefined =>
  classify({ ...RECOMMENDED, ...change }).find((check) => check.id === id);

describe('the class of a machine', () => {
  it('is the highest whose every line is reached, with what the next one wants', () => {
    expect(whole({}).detail).toMatch(/^Recommended\. For high: 16 cores \(there are 8\), 64 GB of memory/);
    expect(whole({ cores: 32, memoryBytes: 128e9, diskBytes: 2e12 }).detail).toBe('High.');
    expect(whole({ diskKind: 'SSD' }).detail).toMatch(
      /^Minimum\. For recommended: an NVMe disk \(it is an SSD\)\.$/,
    );
    expect(whole({ gigahertz: 2.5, cores: 4 }).detail).toMatch(/^Minimum\./);
  });

  it('is below the minimum where one line is, and says which', () => {
    const check = whole({ cores: 2, diskKind: 'hard disk' });
    expect(check.state).toBe('warning');
    expect(check.detail).toBe(
      'Below the minimum. For minimum: 4 cores (there are 2), an SSD disk (it is a hard disk).',
    );
    expect(check.nextStep).not.toBe('');
  });

  it('leaves out what is not told, and names it', () => {
    expect(whole({ diskKind: null, gigahertz: null }).detail).toMatch(
      /Not told here, and left out: clock, disk kind\./,
    );
    expect(line('machine-clock', { gigahertz: null })).toMatchObject({
      state: 'missing',
      detail: 'not told by this system',
    });
  });

  it('has a line for each part, with the class that it reaches', () => {
    expect(line('machine-clock', {})?.detail).toBe('4.20 GHz at most: high');
    expect(line('machine-memory', { memoryBytes: 7.6 * 1024 ** 3 })?.detail).toBe('7.60 GiB: minimum');
    expect(line('machine-cores', { cores: 3 })).toMatchObject({
      state: 'warning',
      detail: '3: below the minimum',
    });
    expect(line('affinity', { allowedCores: 4 })).toMatchObject({
      state: 'warning',
      detail: 'Dyno may use 4 of 16 logical cores.',
    });
    expect(line('affinity', {})?.state).toBe('ok');
  });
});

const files = (texts: Record<string, string>): KernelFiles => ({
  read: (path) => texts[path] ?? null,
  list: (path) => [
    ...new Set(
      Object.keys(texts)
        .filter((file) => file.startsWith(`${path}/`))
        .map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
    ),
  ],
});

describe('what a machine is classed by', () => {
  it('takes the clock from cpufreq, else from the name, else from what runs', () => {
    const cpufreq = '/sys/devices/system/cpu/cpufreq';
    const turbo = files({
      [`${cpufreq}/policy0/cpuinfo_max_freq`]: '3800000\n',
      [`${cpufreq}/policy4/cpuinfo_max_freq`]: '5100000\n',
    });
    expect(highestClock(turbo, 'CPU @ 2.10GHz')).toBe(5.1);
    expect(highestClock(files({}), 'Intel(R) Xeon(R) CPU @ 2.80GHz')).toBe(2.8);
    expect(highestClock(files({}), 'AMD EPYC', [2445, 2450])).toBe(2.45);
    expect(highestClock(files({}), 'Apple M2', [0])).toBeNull();
  });

  it('takes the disk’s kind from the kernel, a partition’s from its disk', () => {
    const block = (device: string, texts: Record<string, string>): KernelFiles =>
      files(
        Object.fromEntries(
          Object.entries(texts).map(([file, text]) => [`/sys/dev/block/${device}/${file}`, text]),
        ),
      );
    expect(diskKind(block('259:2', { uevent: 'MAJOR=259\nDEVNAME=nvme0n1p2\n' }), 259 * 256 + 2)).toBe(
      'NVMe',
    );
    expect(
      diskKind(block('8:1', { uevent: 'DEVNAME=sda1\n', '../queue/rotational': '0\n' }), 8 * 256 + 1),
    ).toBe('SSD');
    expect(
      diskKind(block('8:16', { uevent: 'DEVNAME=sdb\n', 'queue/rotational': '1\n' }), 8 * 256 + 16),
    ).toBe('hard disk');
    expect(
      diskKind(block('254:0', { uevent: 'DEVNAME=vda\n', 'queue/rotational': '1\n' }), 254 * 256),
    ).toBeNull();
    expect(diskKind(files({}), 0x23)).toBeNull();
  });

  it('holds for this very machine', async () => {
    const facts = await machineFacts(
      files({}),
      { cpu: { model: 'x', cores: 4, physicalCores: 2 }, memoryBytes: 8e9 },
      '/',
    );
    expect(facts).toMatchObject({ cores: 2, logicalCores: 4, allowedCores: null, memoryBytes: 8e9 });
    expect(facts.diskBytes).toBeGreaterThan(0);
    expect(classify(facts).length).toBe(7);
  });
});
