import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCacheLevels } from './cache-levels.ts';

type Index = readonly [level: number, type: string, size: string, sharers: string];

function machine(cpus: Readonly<Record<string, readonly Index[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-caches-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [cpu, indices] of Object.entries(cpus)) {
    for (const [place, [level, type, size, sharers]] of indices.entries()) {
      const index = join(folder, cpu, 'cache', `index${place}`);
      mkdirSync(index, { recursive: true });
      const files = { level: `${level}`, type, size, shared_cpu_list: sharers };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(index, name), `${text}\n`);
    }
  }
  return folder;
}

const core = (own: string, all: string): Index[] => [
  [1, 'Data', '32K', own],
  [1, 'Instruction', '32K', own],
  [2, 'Unified', '1M', own],
  [3, 'Unified', '16384K', all],
];

describe('the caches of the processor', () => {
  it('are counted once each, however many share one', () => {
    const folder = machine({
      cpu0: core('0,2', '0-3'),
      cpu1: core('1,3', '0-3'),
      cpu2: core('0,2', '0-3'),
      cpu3: core('1,3', '0-3'),
      cpufreq: [],
    });
    expect(readCacheLevels(folder, null)).toEqual([
      { level: 'L1', bytes: 32_768, sharedBy: 2, totalBytes: 65_536 },
      { level: 'L2', bytes: 2 ** 20, sharedBy: 2, totalBytes: 2 ** 21 },
      { level: 'L3', bytes: 2 ** 24, sharedBy: 4, totalBytes: 2 ** 24 },
    ]);
  });

  it('are those that this process may use', () => {
    const folder = machine({ cpu0: core('0', '0'), cpu1: core('1', '1,9-10'), cpu9: core('9', '1,9-10') });
    expect(readCacheLevels(folder, new Set([1]))).toEqual([
      { level: 'L1', bytes: 32_768, sharedBy: 1, totalBytes: 32_768 },
      { level: 'L2', bytes: 2 ** 20, sharedBy: 1, totalBytes: 2 ** 20 },
      { level: 'L3', bytes: 2 ** 24, sharedBy: 1, totalBytes: 2 ** 24 },
    ]);
  });

  it('are none where the kernel tells none, or nonsense', () => {
    expect(readCacheLevels('/nowhere', null)).toEqual([]);
    const folder = machine({
      cpu0: [
        [1, 'Data', 'large', '0'],
        [2, 'Unified', '', ''],
      ],
    });
    expect(readCacheLevels(folder, null)).toEqual([]);
  });
});
