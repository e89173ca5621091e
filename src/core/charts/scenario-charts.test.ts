import { describe, expect, it } from 'vitest';
import { scenarioPoint, scenarioResult } from '../analysis/scenario/result.fixture.ts';
import { chartPalette as palette } from './palette.fixture.ts';
import { scenarioBatches } from './scenario-batches.ts';
import { scenarioLatency } from './scenario-latency.ts';
import { scenarioThroughput } from './scenario-throughput.ts';

const sweep = scenarioResult(
  'multi-stream',
  [
    [4, 390],
    [1, 100],
    [2, 200],
    [8, 400],
  ].map(([streams = 0, samplesPerSecond = 0]) => scenarioPoint({ streams, samplesPerSecond })),
);

const server = scenarioResult('server', [
  scenarioPoint({ offeredPerSecond: 50, queriesPerSecond: 50, samplesPerSecond: 50 }, 4),
  scenarioPoint({ offeredPerSecond: 90, queriesPerSecond: 90, samplesPerSecond: 90 }, 9),
  scenarioPoint(
    { offeredPerSecond: 150, queriesPerSecond: 100, samplesPerSecond: 100, overloaded: true },
    900,
  ),
]);

describe('throughput against concurrency', () => {
  it('stands in order, doubled streams at even distances, with a line at the knee', () => {
    const { option } = scenarioThroughput(sweep, palette);
    const [line] = option.series;
    expect(line?.['data']).toEqual([
      [0, 100],
      [1, 200],
      [2, 390],
      [3, 400],
    ]);
    expect(line?.['markLine']).toMatchObject({ data: [{ xAxis: 2 }] });
    const { formatter } = option.xAxis['axisLabel'] as { formatter(value: number): string };
    expect([0, 3].map(formatter)).toEqual(['1', '8']);
  });

  it('sets what was offered beside what a server answered', () => {
    const [offered, answered] = scenarioThroughput(server, palette).option.series;
    expect(offered?.['data']).toEqual([
      [50, 50],
      [90, 90],
      [150, 150],
    ]);
    expect(answered?.['data']).toContainEqual([150, 100]);
  });
});

describe('latency against rate', () => {
  it('is not flattened by a queue without end, which is named instead', () => {
    const { option, legend } = scenarioLatency(server, palette);
    expect(option.yAxis['max']).toBeLessThan(100);
    expect(legend.at(-1)).toEqual({ label: 'could not keep up', color: '#vermilion', value: '150/s' });
  });

  it('leaves out what has too few samples', () => {
    const few = scenarioPoint({ offeredPerSecond: 50 });
    const point = { ...few, latencyMs: few.latencyMs && { ...few.latencyMs, p99: null } };
    const { legend } = scenarioLatency(scenarioResult('server', [point]), palette);
    expect(legend.map(({ label }) => label)).toEqual(['p50', 'p90']);
  });
});

describe('batch sizes', () => {
  it('go as far as batches went, each labelled by a whole number', () => {
    const { option, legend } = scenarioBatches(scenarioPoint(), 32, palette);
    expect(option.series[0]?.['data']).toEqual([
      [1, 600],
      [2, 200],
    ]);
    expect(legend[0]?.value).toBe('mean 1.50 of at most 32');
  });
});
