import { expect, it } from 'vitest';
import type { HardwareSample } from '../../../contract/hardware.ts';
import { hardwareColumns } from './hardware-columns.ts';
import { narrowingPaths } from './narrowing-paths.ts';

it('puts samples on the run’s time axis, and leaves a gap where nothing was measured', () => {
  const sample: HardwareSample = {
    at: 10_500,
    cpuPercent: 50,
    perCorePercent: [],
    cpuMHz: null,
    cpuFastestMHz: null,
    stealPercent: null,
    cpuWaitPercent: null,
    memoryUsedBytes: null,
    memoryTotalBytes: 8,
    process: { pid: 1, cpuPercent: 99, residentBytes: 7, threads: null },
    samplerCpuPercent: null,
  };
  const columns = hardwareColumns('r1', [sample, { ...sample, at: 9_000, process: null }], 10_000);
  expect([...columns.atSeconds]).toEqual([0.5, -1]);
  expect([...columns.cpuPercent]).toEqual([50, 50]);
  expect([...columns.workerBytes]).toEqual([7, Number.NaN]);
  expect([...columns.memoryUsedBytes]).toEqual([Number.NaN, Number.NaN]);
});

it('draws the interval as a closed band around its median, once there are two steps', () => {
  const step = { p50: 1, low: 0.9, high: 1.1 };
  expect(narrowingPaths([step], 100, 50)).toEqual({ band: '', line: '' });
  const { band, line } = narrowingPaths([step, { p50: 1, low: 0.95, high: 1.05 }], 100, 50);
  expect(line).toBe('M0.0 25.0L100.0 25.0');
  expect(band).toMatch(/^M0\.0 .*Z$/);
  expect(band.split('L')).toHaveLength(4);
});
