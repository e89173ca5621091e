import { describe, expect, it } from 'vitest';
import type { ChannelSummary, Recording } from '../../../../contract/recording.ts';
import { channel, device } from '../catalog.fixture.ts';
import { deviceGroups } from '../device-groups.ts';
import { rowOverTime } from '../row-series.ts';
import { fullRange } from './full-range.ts';
import { clockWords, elapsedWords, extentWords } from './recording-words.ts';
import { summaryCsv } from './summary-csv.ts';
import { summaryLines } from './summary-lines.ts';

const devices = [device('cpu', 'cpu'), device('g', 'gpu')];
const channels = [
  channel('cpu', 'cpu.core-use', '0'),
  channel('cpu', 'cpu.use'),
  channel('g', 'gpu.throttle'),
  channel('g', 'gpu.power'),
  channel('g', 'gpu.power-limit'),
];

function summary(id: string): ChannelSummary {
  return { channel: id, count: 3, min: 1, max: 9, mean: 4, median: 2, std: 4.36, p95: null, p99: null };
}

describe('a recording in words', () => {
  it.each([
    [0, '0:00'],
    [7_900, '0:07'],
    [750_000, '12:30'],
    [3_725_000, '1:02:05'],
  ])('%d ms is %s', (ms, words) => {
    expect(elapsedWords(ms)).toBe(words);
  });

  it('says how long, how often and how much', () => {
    const recording = { startedAt: 0, endedAt: 2000, hertz: 10, sampleCount: 20 } as Recording;
    expect(extentWords(recording)).toBe('2.00 s, 10 Hz, 20 samples');
    expect(extentWords({ ...recording, endedAt: null })).toContain('goes on');
  });

  it('adds up the doubt of both clocks, and says nothing where none was asked', () => {
    const clock = { offsetMs: 5, errorMs: 0.02, exchanges: 8 };
    expect(clockWords({ sampler: clock, worker: clock })).toBe(
      'The sampler’s and the worker’s clocks agree within ±40.0 µs',
    );
    expect(clockWords({ sampler: null, worker: null })).toBe('');
  });
});

it('spans all channels, each of which has times of its own', () => {
  const series = (first: number, last: number) => ({
    channel: 'c',
    atSeconds: Float64Array.of(first, last),
    values: Float64Array.of(1, 2),
  });
  const none = { channel: 'n', atSeconds: new Float64Array(0), values: new Float64Array(0) };
  expect(fullRange([series(-1, 3), none, series(0, 4)])).toEqual({ min: -1, max: 4 });
  expect(fullRange([none])).toBeNull();
});

it('sums up in the order of the charts, many cores last, flags not at all', () => {
  const lines = summaryLines(
    channels.map(({ id }) => summary(id)),
    deviceGroups(devices, channels),
  );
  expect(lines.map(({ deviceTitle, title }) => [deviceTitle, title])).toEqual([
    ['cpu', 'CPU'],
    ['', 'Each core · core 0'],
    ['g', 'Power · drawn'],
    ['', 'Power · limit'],
  ]);
});

it('leaves a summary as CSV with the unit of each channel, and a hole for what was too little', () => {
  const text = summaryCsv([summary('g/gpu.power')], channels, devices);
  expect(text.split('\r\n')[1]).toBe('g/gpu.power,g,watts,3,1,9,4,2,4.36,,');
});

it('draws a channel that was not recorded as not measured', () => {
  const row = deviceGroups(devices, channels)[0]?.rows.find(({ title }) => title === 'CPU');
  if (row === undefined) throw new Error('There is no such row.');
  const drawn = rowOverTime(row, [], { min: 0, max: 1 });
  expect(drawn.series[0]?.atSeconds).toHaveLength(0);
  expect(drawn.top).toBe(100);
});
