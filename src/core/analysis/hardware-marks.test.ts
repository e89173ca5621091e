import { describe, expect, it } from 'vitest';
import type { HardwareChannel, HardwareMetric } from '../../contract/hardware-channels.ts';
import type { ChannelSeries } from '../../contract/recording.ts';
import { coveredPercent, otherLoadMarks, throttlingMarks, type HardwareMark } from './hardware-marks.ts';
import { summarizeRunHardware } from './hardware-summary.ts';

const NONE = Number.NaN;

function channel(id: string): HardwareChannel {
  const [device = '', metric = '', detail = ''] = id.split('/');
  return { id, device, metric: metric as HardwareMetric, detail, source: 'cpu', periodMs: 100 };
}

/** Readings a tenth of a second apart from second 0 on. */
function seen(lines: Readonly<Record<string, readonly number[]>>, fromSeconds = 0) {
  const channels = Object.keys(lines).map(channel);
  return {
    channels,
    devices: [...new Set(channels.map(({ device }) => device))].map((id) => ({
      id,
      kind: id === 'process' ? ('process' as const) : ('gpu' as const),
      name: `the ${id}`,
      totalBytes: null,
      partOf: null,
    })),
    series: Object.entries(lines).map(([id, values]): ChannelSeries => ({
      channel: id,
      atSeconds: Float64Array.from(values, (_, index) => Number((fromSeconds + index * 0.1).toFixed(6))),
      values: Float64Array.from(values),
    })),
  };
}

const short = (marks: readonly HardwareMark[]) =>
  marks.map(({ fromSeconds, toSeconds, words }) => [fromSeconds, toSeconds, words]);

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe('throttling', () => {
  it('of a card holds from the reading that says so to the next that does not, each reason by its name', () => {
    const marks = throttlingMarks(seen({ 'gpu:a/gpu.throttle': [1, 4, 4, 4 + 64, 1, 0] }));
    expect(short(marks)).toEqual([
      [0.1, 0.4, 'the gpu:a: power limit'],
      [0.3, 0.4, 'the gpu:a: temperature (hardware)'],
    ]);
  });

  it('is none where a card is idle, keeps the clocks it was set to, or says nothing', () => {
    expect(throttlingMarks(seen({ 'gpu:a/gpu.throttle': [1, 2, 0x100, 0x103, 0, NONE] }))).toEqual([]);
  });

  it('that was counted since the reading before began there', () => {
    const marks = throttlingMarks(seen({ 'sensor:package/sensor.throttles/core 0': [0, 0, 3, 2, 0] }));
    expect(short(marks)).toEqual([[0.1, 0.3, 'the sensor:package: thermal throttling (core 0)']]);
    const held = throttlingMarks(seen({ 'cpu/cpu.limit-throttled': [5, 0, NONE, 7] }));
    expect(held.map(({ fromSeconds, toSeconds }) => [fromSeconds, toSeconds])).toEqual([
      [-0.1, 0],
      [0.2, 0.3],
    ]);
  });

  it('goes on until the period is over where it is the last that was read', () => {
    expect(short(throttlingMarks(seen({ 'gpu:a/gpu.throttle': [8] })))).toEqual([
      [0, 0.1, 'the gpu:a: hardware slowdown'],
    ]);
  });

  it('covers what any of its marks cover, once', () => {
    const mark = (fromSeconds: number, toSeconds: number): HardwareMark => ({
      kind: 'throttling',
      fromSeconds,
      toSeconds,
      words: '',
    });
    expect(coveredPercent([mark(-1, 1), mark(0.5, 2), mark(3, 9), mark(1, 1.5)], 0, 4)).toBe(75);
    expect(coveredPercent([], 0, 4)).toBe(0);
    expect(coveredPercent([], 0, 0)).toBeNull();
  });
});

describe('other load', () => {
  const cores = Object.fromEntries(Array.from({ length: 4 }, (_, core) => [`cpu/cpu.core-use/${core}`, [0]]));

  it('is what keeps cores busy beyond Dyno’s own processes, for as long as it lasts', () => {
    const [mark, ...more] = otherLoadMarks(
      seen({
        'cpu/cpu.use': [...times(30, 30), ...times(40, 80), ...times(30, 30)],
        'process/process.cpu': times(100, 100),
        'sampler/sampler.cpu': times(100, 10),
        ...cores,
      }),
    );
    expect(more).toEqual([]);
    expect(mark?.words).toBe('Other programs kept up to 2.1 of 4 cores busy');
    // Seen over a second: its edges lie within half of one.
    expect(Math.abs((mark?.fromSeconds ?? 0) - 3)).toBeLessThanOrEqual(0.5);
    expect(Math.abs((mark?.toSeconds ?? 0) - 7)).toBeLessThanOrEqual(0.5);
  });

  it('is none where the worker alone is busy, for a moment, or where nothing tells', () => {
    expect(
      otherLoadMarks(seen({ 'cpu/cpu.use': times(50, 90), 'process/process.cpu': times(50, 350), ...cores })),
    ).toEqual([]);
    const moment = [...times(20, 5), 100, ...times(20, 5)];
    expect(otherLoadMarks(seen({ 'cpu/cpu.use': moment, ...cores }))).toEqual([]);
    expect(otherLoadMarks(seen({ 'cpu/cpu.use': times(50, 90) }))).toEqual([]);
    expect(otherLoadMarks(seen({ 'cpu/cpu.use': times(50, NONE), ...cores }))).toEqual([]);
  });
});

describe('a run’s hardware in one row', () => {
  it('is of what was measured, the busiest card and the worker’s highest peak', () => {
    const summary = summarizeRunHardware(
      seen(
        {
          'cpu/cpu.use': [99, 10, 20, 30, 40, 99],
          'cpu/cpu.core-use/0': [100, 100, 100, 100, 100, 100],
          'process/process.cpu': [0, 100, NONE, 200, 300, 0],
          'process/process.resident': [9e9, 1e9, 1e9, 1e9, 1e9, NONE],
          'memory/memory.used': [1, 2, 3, 4, 5, 6],
          'gpu:a/gpu.use': [100, 0, 0, 10, 0, 100],
          'gpu:b/gpu.use': [0, 50, 60, 70, 80, 0],
          'gpu:a/gpu.memory-used': [7, 7, 7, 7, 7, 7],
          'gpu:b/gpu.memory-used': [1, 2, 3, 4, 5, 6],
          'gpu:b/gpu.throttle': [0, 4, 4, 0, 0, 0],
        },
        -0.1,
      ),
      0.2,
      42,
    );
    expect(summary).toEqual({
      sampleCount: 4,
      cpuMeanPercent: 25,
      cpuMaxPercent: 40,
      workerCpuMeanPercent: 200,
      workerPeakBytes: 9e9,
      memoryMaxBytes: 5,
      gpuMeanPercent: 65,
      gpuMaxPercent: 80,
      gpuMemoryMaxBytes: 5,
      meanWatts: 42,
      throttledPercent: 100,
    });
  });

  it('has nothing to say where nothing was read, and never a zero in its place', () => {
    expect(summarizeRunHardware(seen({ 'memory/memory.used': [] }), 1, null)).toBeNull();
    expect(summarizeRunHardware(seen({ 'cpu/cpu.use': [5] }), 1, null)).toEqual({
      sampleCount: 1,
      cpuMeanPercent: 5,
      cpuMaxPercent: 5,
      workerCpuMeanPercent: null,
      workerPeakBytes: null,
      memoryMaxBytes: null,
      gpuMeanPercent: null,
      gpuMaxPercent: null,
      gpuMemoryMaxBytes: null,
      meanWatts: null,
      throttledPercent: null,
    });
  });
});
