import { describe, expect, it } from 'vitest';
import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { LatencySummary } from '../../../contract/latency.ts';
import { PROFILE_DEFAULT } from '../../../contract/profile.ts';
import type { RunSignals } from '../../../contract/signals.ts';
import type { Run, RunConfig, RunSeries } from '../../../contract/run.ts';
import { seriesNumbers } from './series-numbers.ts';
import { keyNumbers } from './key-numbers.ts';
import {
  rerunRequest,
  sameShapes,
  unrecordedInputs,
  withShapes,
} from '../../../core/analysis/rerun-request.ts';
import { parseTags } from './tags.ts';
import { hardwareWithin, measuredRange } from './time-range.ts';
import { PLAIN_CONFIG } from '../../../contract/blank-run.fixture.ts';

const config: RunConfig = {
  ...PLAIN_CONFIG,
  level: 'basic',
  provider: 'cpu',
  batch: 1,
  sequence: 128,
  inputs: [
    { name: 'ids', type: 'int64', shape: [1, 128], values: 'ones', fill: { kind: 'constant', value: 1 } },
  ],
  iterations: 100,
  warmup: 10,
  durationMs: null,
  threads: null,
  graphLevel: 'all',
  seed: 7,
};
const model = { name: 'm', ref: { kind: 'file', location: '/m.onnx' } } as Run['model'];
const run = (change: Partial<Run> = {}): Run =>
  ({
    name: 'one',
    tags: [],
    model,
    config,
    latencyMs: null,
    throughput: null,
    hardware: null,
    ...change,
  }) as Run;

describe('the request that measures again', () => {
  it('leaves out what the level says by itself', () => {
    expect(rerunRequest(run())).toEqual({
      model: model.ref,
      level: 'basic',
      provider: 'cpu',
      graphLevel: 'all',
      seed: 7,
      name: 'one',
    });
  });

  it('keeps what differs from the level, and all without one', () => {
    const other = rerunRequest(run({ config: { ...config, batch: 3, threads: 2 }, tags: ['x'] }));
    expect(other).toMatchObject({ level: 'basic', batch: 3, threads: 2, tags: ['x'] });
    expect(other).not.toHaveProperty('sequence');
    const custom = rerunRequest(run({ config: { ...config, level: null, sequence: null, durationMs: 500 } }));
    expect(custom).toMatchObject({ batch: 1, iterations: 100, warmup: 10, durationMs: 500 });
    expect(custom).not.toHaveProperty('level');
    expect(custom).not.toHaveProperty('sequence');
  });

  it('spells shapes out where they would not come by themselves', () => {
    const odd = { ...config, inputs: [{ ...(config.inputs[0] as RunConfig['inputs'][0]), shape: [1, 99] }] };
    expect(sameShapes(config, config)).toBe(true);
    expect(sameShapes(config, odd)).toBe(false);
    expect(withShapes(rerunRequest(run()), odd).shapes).toEqual({ ids: [1, 99] });
  });

  it('profiles as it did', () => {
    const profiled = (profile: RunConfig['profile']): unknown =>
      rerunRequest(run({ config: { ...config, profile } })).profile;
    expect(profiled(null)).toBeUndefined();
    expect(profiled(PROFILE_DEFAULT)).toEqual({});
    expect(profiled({ iterations: null, durationMs: 3000 })).toEqual({ durationMs: 3000 });
    expect(profiled({ iterations: 20, durationMs: 10_000 })).toEqual({ iterations: 20, durationMs: 10_000 });
  });

  it('feeds the same files, warms up and ends as it did', () => {
    const fed = { name: 'image', type: 'float32', shape: [1], values: 'from image.npy' } as const;
    const inputs = [...config.inputs, fed];
    const files = { image: '/data/image.npy' };
    const recorded = run({
      config: {
        ...config,
        inputs,
        inputFiles: files,
        precision: 0.01,
        coldCache: true,
        warmup: 33,
        warmupCap: { iterations: 1000, durationMs: 3000 },
      },
    });
    expect(rerunRequest(recorded)).toMatchObject({ inputFiles: files, precision: 0.01, coldCache: true });
    expect(rerunRequest(recorded)).not.toHaveProperty('warmup');
    expect(unrecordedInputs(recorded)).toEqual([]);
    expect(unrecordedInputs(run({ config: { ...config, inputs } }))).toEqual(['image']);
  });
});

describe('tags as typed', () => {
  it('are trimmed, without repetition, in their order', () => {
    expect(parseTags(' b, #a ,, b,a b')).toEqual(['b', 'a', 'a b']);
    expect(parseTags('')).toEqual([]);
  });
});

describe('key numbers', () => {
  const latencyMs = {
    count: 100,
    mean: 4,
    std: 1,
    min: 3,
    max: 9,
    p50: 4,
    p90: 5,
    p95: 6,
    p99: 8,
    p999: null,
  };
  const summary: LatencySummary = {
    ...latencyMs,
    mad: 0.2,
    effectiveSize: 100,
    intervals: { p50: [3.9, 4.1] },
  };
  const noteOf = (numbers: ReturnType<typeof keyNumbers>, label: string) =>
    numbers.find((number) => number.label === label)?.note;

  it('say which percentiles lack samples, and how many', () => {
    const numbers = keyNumbers(run({ latencyMs: summary }));
    expect(noteOf(numbers, 'p90')).toBeUndefined();
    expect(noteOf(numbers, 'p95')).toBe('needs 30 more samples');
    expect(noteOf(numbers, 'p99')).toBe('needs 562 more samples');
    expect(numbers.find(({ label }) => label === 'p99.9')).toMatchObject({ value: '—' });
  });

  it('have the intervals that there are, and say what the median’s wants where there is none', () => {
    const whole = keyNumbers(
      run({ latencyMs: { ...summary, intervals: { p50: [3.9, 4.1], p90: [4.8, 5.3] } } }),
    );
    expect(whole.find(({ label }) => label === 'Median (p50)')).toMatchObject({
      interval: '3.90 ms – 4.10 ms',
    });
    expect(whole.find(({ label }) => label === 'p90')).toMatchObject({ interval: '4.80 ms – 5.30 ms' });
    const short = keyNumbers(run({ latencyMs: { ...summary, effectiveSize: 20, intervals: {} } }));
    expect(noteOf(short, 'Median (p50)')).toBe('interval needs about 150 more samples');
  });

  it('tell what the series tells', () => {
    const signals: RunSignals = {
      warmup: null,
      endedBy: 'iterations',
      drift: { detected: true, change: 0.052, pValue: 0.0001 },
      modes: { detected: true, centresMs: [4, 5], shares: [0.7, 0.3], switches: 12 },
      outliers: { count: 3, share: 0.03, timeShare: 0.2, slowestMs: 9 },
      autocorrelation: 0.42,
    };
    const numbers = seriesNumbers(run({ latencyMs: summary, signals }));
    const of = (label: string) => numbers.find((number) => number.label === label);
    expect(of('Effective size')).toMatchObject({ value: '100', interval: 'of 100, correlation 0.42' });
    expect(of('Drift')).toMatchObject({ value: '+5.2 %', note: '5.2 % slower at the end' });
    expect(of('Speeds')).toMatchObject({ value: 'two', interval: '4.00 ms, 5.00 ms' });
    expect(of('Outliers')).toMatchObject({ value: '3' });
    const unknown = seriesNumbers(run({ latencyMs: { ...summary, effectiveSize: null }, signals: null }));
    for (const label of ['Effective size', 'Drift', 'Speeds', 'Outliers']) {
      expect(unknown.find((number) => number.label === label)).toMatchObject({ value: '—' });
    }
  });

  it('show a dash with the reason where nothing was measured', () => {
    const [median] = keyNumbers(run());
    expect(median).toEqual({ label: 'Median (p50)', value: '—', detail: 'No iteration was measured.' });
  });
});

describe('one time axis', () => {
  const series = (end: number) => ({ atSeconds: Float64Array.of(0, end) }) as RunSeries;
  const at = Float64Array.of(-2, -1, 0.5, 1, 2, 3);
  const hardware = {
    runId: 'r',
    atSeconds: at,
    cpuPercent: at,
    workerCpuPercent: at,
    workerBytes: at,
    memoryUsedBytes: at,
  } satisfies HardwareSeries;

  it('reaches to the last iteration of the longest track', () => {
    expect(measuredRange([series(3), series(5)])).toEqual({ min: 0, max: 5 });
    expect(measuredRange([])).toEqual({ min: 0, max: 1 });
  });

  it('takes one hardware sample beyond each end, so that lines reach the edges', () => {
    const part = hardwareWithin(hardware, { min: 0, max: 1.5 });
    expect([...part.atSeconds]).toEqual([-1, 0.5, 1, 2]);
    expect([...part.cpuPercent]).toEqual([-1, 0.5, 1, 2]);
    expect([...hardwareWithin(hardware, { min: 9, max: 10 }).atSeconds]).toEqual([]);
  });
});
