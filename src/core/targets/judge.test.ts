import { describe, expect, it } from 'vitest';
import type { Run, RunDetails } from '../../contract/run.ts';
import type { TargetReport } from '../../contract/target.ts';
import { fakeLatency, targetRun } from './target-run.fixture.ts';
import { judge } from './judge.ts';
import { parseTargets } from './parse-targets.ts';

const NO_DETAILS: RunDetails = { trust: null, outputs: null, scenario: null, generation: null };

function held(run: Run, targets: readonly string[], details: Partial<RunDetails> = {}): TargetReport {
  const set = parseTargets(`name: t\ntargets:\n${targets.map((target) => `  - ${target}\n`).join('')}`);
  return judge({ run, details: { ...NO_DETAILS, ...details }, baseline: null }, set);
}

const states = (report: TargetReport): string[] => report.results.map(({ state }) => state);

describe('a run held against targets', () => {
  it('passes at the target itself, with the margin to the good side as a share', () => {
    const report = held(targetRun(), ['p50 <= 10 ms', 'p50 <= 12.5 ms', 'p50 <= 8 ms', 'p50 >= 8 ms']);
    expect(states(report)).toEqual(['pass', 'pass', 'fail', 'pass']);
    expect(report.results.map(({ margin }) => margin)).toEqual([0, 0.2, -0.25, 0.25]);
    expect(report.state).toBe('fail');
  });

  it('says how many samples a percentile still needs', () => {
    const report = held(targetRun({ latencyMs: fakeLatency({ count: 200, p99: null, p999: null }) }), [
      'p99 <= 1 s',
    ]);
    expect(report).toMatchObject({ state: 'not-enough-samples' });
    expect(report.results[0]).toMatchObject({ measured: null, margin: null });
    expect(report.results[0]?.detail).toMatch(/^p99 needs \d+ more iterations\.$/);
  });

  it('says nothing of a median on three samples', () => {
    const latencyMs = fakeLatency({ count: 3, p90: null, p95: null, p99: null, p999: null, intervals: {} });
    const report = held(targetRun({ latencyMs }), ['p50 <= 1 s', 'requestsPerSecond >= 1']);
    expect(states(report)).toEqual(['not-enough-samples', 'not-enough-samples']);
  });

  it('says where a target lies inside the interval', () => {
    const latencyMs = fakeLatency({ intervals: { p50: [9, 11], mean: [8, 12.5] } });
    const [close, clear] = held(targetRun({ latencyMs }), ['p50 <= 10.5 ms', 'p50 <= 20 ms']).results;
    expect(close).toMatchObject({ state: 'pass', interval: [9, 11] });
    expect(close?.detail).toContain('inside the 95 % interval, 9.00 ms to 11.0 ms');
    expect(clear?.detail).toBe('');
  });

  it('turns time into rates, interval and all', () => {
    const latencyMs = fakeLatency({ mean: 10, intervals: { p50: [9, 11], mean: [8, 12.5] } });
    const report = held(targetRun({ latencyMs }), [
      'requestsPerSecond >= 100',
      'requestsPerMinute >= 1000',
      'samplesPerSecond >= 200',
      'tokensPerSecond >= 20000',
    ]);
    expect(report.results.map(({ measured }) => measured)).toEqual([100, 6000, 200, 25_600]);
    expect(report.results[0]?.interval).toEqual([80, 125]);
    expect(report.results[3]?.interval).toEqual([20_480, 32_000]);
  });

  it('passes on what was measured, and names the reason of what was not', () => {
    const report = held(targetRun(), ['p50 <= 1 s', 'bleu >= 0.5', 'gpuMemory <= 4 GB', 'memory <= 1 GB']);
    expect(states(report)).toEqual(['pass', 'not-measured', 'not-measured', 'not-measured']);
    expect(report.state).toBe('pass');
    expect(report.results.map(({ detail }) => detail)).toEqual([
      '',
      'It needs labelled data to score the outputs on.',
      'The run was on the CPU.',
      'The size of the measuring process is not known.',
    ]);
    expect(held(targetRun(), ['bleu >= 0.5']).state).toBe('not-measured');
    expect(held(targetRun({ latencyMs: null }), ['p50 <= 1 s']).state).toBe('not-measured');
  });

  it('knows memory, processor and batch', () => {
    const bytes = { load: 90e6, firstRun: 160e6, warmup: null, measuring: 150e6 };
    const resources = { idleBytes: 60e6, peakBytes: bytes, cpuCores: 1.5 } as Run['resources'];
    const report = held(targetRun({ resources }), [
      'memory <= 200 MB',
      'memoryGrowth <= 99 MB',
      'cpuOfCore <= 20 %',
      'imageTime <= 200 ms',
    ]);
    expect(report.results.map(({ measured }) => measured)).toEqual([160e6, 100e6, 150, null]);
    expect(states(report)).toEqual(['pass', 'fail', 'fail', 'not-measured']);
    expect(report.results[3]?.detail).toBe('The run has batch 2: measure with --batch 1.');
  });

  it('says of a run that it was drawn, or stopped', () => {
    const { config } = targetRun();
    const drawn = targetRun({ config: { ...config, executor: 'fake:constant(1ms)' }, status: 'stopped' });
    expect(held(drawn, ['p50 <= 1 s']).cautions).toEqual([
      'The run is simulated: nothing of this was measured.',
      'The run is stopped: only what was measured counts.',
    ]);
  });
});
