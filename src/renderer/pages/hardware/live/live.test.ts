import { describe, expect, it } from 'vitest';
import { MARKS, type ProcessRow, type SamplerHealth } from '../../../../contract/hardware-channels.ts';
import { HardwareWindow } from '../../../state/hardware-window.ts';
import { channel, device } from '../catalog.fixture.ts';
import { deviceGroups } from '../device-groups.ts';
import { seriesOfWindow } from '../row-series.ts';
import { axisTicks } from './axis-ticks.ts';
import { busiest } from './busiest.ts';
import { healthWords } from './health-words.ts';
import { wordsOf } from './row-words.ts';

const health: SamplerHealth = {
  ...{ hertz: 10, ticks: 600, missedTicks: 0, cpuPercent: 0.42, residentBytes: 48 * 1024 ** 2, sources: [] },
  jitterMs: { p50: 0.05, p99: 0.3, max: 2 },
};

describe('the sampler tells of itself', () => {
  it('what it costs and how late it is', () => {
    expect(healthWords(health)).toBe('10 Hz · sampler 0.4 % of a core, 48.0 MiB · ticks p99 300 µs late');
  });

  it('leaves out what was not measured, and names ticks that were missed', () => {
    const poor = { ...health, cpuPercent: null, residentBytes: null, jitterMs: null, missedTicks: 3 };
    expect(healthWords(poor)).toBe('10 Hz · 3 ticks left out');
    expect(healthWords(poor, { offsetMs: -0.02, errorMs: 0.09, exchanges: 8 })).toBe(
      '10 Hz · 3 ticks left out · clock -20.0 µs ±90.0 µs',
    );
  });
});

it('labels round times before now, from left to right', () => {
  expect(axisTicks(100).map(({ label }) => label)).toEqual([
    '−1:40',
    '−1:20',
    '−1:00',
    '−40 s',
    '−20 s',
    'now',
  ]);
  expect(axisTicks(10)[0]).toEqual({ place: 0, label: '−10 s' });
});

it('orders processes by what was asked, equals by their number', () => {
  const row = (pid: number, cpuPercent: number | null, gpuBytes: number | null): ProcessRow => ({
    ...{ pid, parent: 1, name: 'p', user: 'u', residentBytes: pid, isDyno: false, cpuPercent, gpuBytes },
  });
  const rows = [row(3, 0, null), row(1, 0, 5), row(2, 90, null), row(4, null, 9)];
  expect(busiest(rows, 'cpu').map(({ pid }) => pid)).toEqual([2, 1, 3, 4]);
  expect(busiest(rows, 'gpu').map(({ pid }) => pid)).toEqual([4, 1, 2, 3]);
});

describe('the numbers beside a row', () => {
  const devices = [device('eth0', 'network')];
  const channels = [channel('eth0', 'network.received'), channel('eth0', 'network.sent')];
  const window = new HardwareWindow(10);
  window.setCatalog({ revision: 1, hertz: 10, devices, channels, sources: [] });
  const { fresh, repeat, missing } = MARKS;
  window.push({
    revision: 1,
    atMs: Float64Array.of(1000, 2000, 3000),
    values: Float64Array.of(100, 10, 300, 10, 300, Number.NaN),
    marks: Uint8Array.of(fresh, fresh, fresh, repeat, repeat, missing),
  });
  const row = deviceGroups(devices, channels)[0]?.rows[0];
  if (row === undefined) throw new Error('There is no such row.');
  const views = row.series.map((series) => window.view(series.channel));

  it('say each line, a dash where nothing can be read now', () => {
    expect(wordsOf(row, views, null)).toEqual({
      now: '300 B/s\n—',
      mean: '200 B/s\n10 B/s',
      max: '300 B/s\n10 B/s',
    });
  });

  it('tell under the crosshair what held then', () => {
    expect(wordsOf(row, views, 1500).now).toBe('100 B/s\n10 B/s');
  });

  it('leave as a file without repeats, in seconds before the newest tick', () => {
    const { series, range } = seriesOfWindow(row, window);
    expect(range).toEqual({ min: -2, max: 0 });
    expect(series.map(({ atSeconds }) => [...atSeconds])).toEqual([
      [-2, -1],
      [-2, 0],
    ]);
    expect([...(series[1]?.values ?? [])]).toEqual([10, Number.NaN]);
  });
});
