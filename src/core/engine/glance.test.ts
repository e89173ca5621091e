import { describe, expect, it } from 'vitest';
import {
  MARKS,
  type HardwareCatalog,
  type HardwareFrames,
  type HardwareMetric,
} from '../../contract/hardware-channels.ts';
import type { HardwareSample } from '../../contract/hardware.ts';
import { Glance } from './glance.ts';

const COLUMNS: readonly (readonly [string, HardwareMetric, string])[] = [
  ['cpu', 'cpu.use', ''],
  ['cpu', 'cpu.core-use', '0'],
  ['cpu', 'cpu.core-use', '1'],
  ['memory', 'memory.used', ''],
  ['process:run', 'process.cpu', ''],
  ['process:run', 'process.resident', ''],
  ['process:run', 'process.threads', ''],
];
const catalogOf = (revision = 1): HardwareCatalog => ({
  revision,
  hertz: 10,
  devices: [{ id: 'memory', kind: 'memory', name: 'Memory', totalBytes: 8000, partOf: null }],
  channels: COLUMNS.map(([device, metric, detail]) => ({
    id: [device, metric, detail].join('/'),
    device,
    metric,
    detail,
    source: 'cpu',
    periodMs: 100,
  })),
  sources: [],
});
const row = (at: number, values: readonly number[], mark: number = MARKS.fresh): HardwareFrames => ({
  revision: 1,
  atMs: Float64Array.of(at),
  values: Float64Array.from(values),
  marks: Uint8Array.from(values, (value) => (Number.isNaN(value) ? MARKS.missing : mark)),
});

function aGlance() {
  const told: HardwareSample[] = [];
  const glance = new Glance(
    (sample) => told.push(sample),
    () => 1e12,
  );
  glance.adopt(catalogOf());
  return { glance, told };
}

const { NaN } = Number;

describe('a glance at the hardware', () => {
  it('is taken twice a second, with the mean of what was freshly read and the newest of what is held', () => {
    const { glance, told } = aGlance();
    glance.watch(77);
    glance.take(row(1000, [10, 0, 20, 500, 100, 1000, 4]));
    for (let tick = 1; tick <= 5; tick += 1)
      glance.take(row(1000 + tick * 100, [tick * 10, tick * 20, 0, 500 + tick, 50, 2000, 5]));
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual({
      at: 1e12 + 1500,
      cpuPercent: 30,
      perCorePercent: [60, 0],
      cpuMHz: null,
      cpuFastestMHz: null,
      stealPercent: null,
      cpuWaitPercent: null,
      memoryUsedBytes: 505,
      memoryTotalBytes: 8000,
      process: { pid: 77, cpuPercent: 50, residentBytes: 2000, threads: 5 },
      samplerCpuPercent: null,
    });
  });

  it('counts a repeat once', () => {
    const { glance, told } = aGlance();
    glance.take(row(1000, [NaN, NaN, NaN, NaN, NaN, NaN, NaN]));
    glance.take(row(1100, [90, 0, 0, 1, NaN, NaN, NaN]));
    for (let tick = 2; tick <= 4; tick += 1)
      glance.take(row(1000 + tick * 100, [90, 0, 0, 1, NaN, NaN, NaN], MARKS.repeat));
    glance.take(row(1500, [30, 0, 0, 1, NaN, NaN, NaN]));
    expect(told[1]?.cpuPercent).toBe(60);
  });

  it('says null, not zero, of what could not be read', () => {
    const { glance, told } = aGlance();
    glance.watch(77);
    glance.take(row(1000, [NaN, 5, NaN, NaN, NaN, NaN, NaN]));
    expect(told[0]).toMatchObject({
      cpuPercent: null,
      perCorePercent: [],
      memoryUsedBytes: null,
      process: null,
    });
  });

  it('does not tell of one process what was read of another', () => {
    const { glance, told } = aGlance();
    glance.watch(77);
    glance.take(row(1000, [1, 1, 1, 1, 100, 1000, 4]));
    glance.take(row(1100, [1, 1, 1, 1, 100, 1000, 4]));
    glance.watch(78);
    glance.take(row(1500, [1, 1, 1, 1, NaN, 3000, 2]));
    expect(told[1]?.process).toEqual({ pid: 78, cpuPercent: null, residentBytes: 3000, threads: 2 });
  });

  it('leaves frames of another catalog alone', () => {
    const { glance, told } = aGlance();
    glance.adopt(catalogOf(2));
    glance.take(row(1000, [1, 1, 1, 1, 1, 1, 1]));
    expect(told).toEqual([]);
  });
});
