import pico from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { RunConfig } from '../../contract/run.ts';
import type { ScenarioConfig } from '../../contract/scenario.ts';
import { scenarioPoint, scenarioResult } from '../../core/analysis/scenario/result.fixture.ts';
import { fakeRun } from './fake-run.fixture.ts';
import { formatScenario } from './scenario-report.ts';

const plain = pico.createColors(false);

function config(change: Partial<ScenarioConfig>): RunConfig {
  const scenario: ScenarioConfig = {
    kind: 'server',
    sessions: 2,
    streams: 8,
    queriesPerSecond: null,
    maxBatch: 32,
    batchDelayMs: 0,
    durationMs: 5000,
    lengths: 'fixed',
    sweep: 'auto',
    query: { samples: 1, sequence: 128, axes: {} },
    remarks: [],
    ...change,
  };
  return { ...fakeRun([1]).config, threads: 1, scenario };
}

const huge = { queriesPerSecond: 123_456, samplesPerSecond: 123_456, meanQueue: 0.00042 };

describe('the report of a scenario', () => {
  it('fits 80 columns whatever the numbers', () => {
    const points = [100_000, 123_456, 1_000_000].map((offeredPerSecond, index) =>
      scenarioPoint(
        { ...huge, offeredPerSecond, tokensPerSecond: 123_456_789, overloaded: index === 2 },
        123.456,
      ),
    );
    const text = formatScenario(config({}), scenarioResult('server', points), plain);
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(text).toMatch(/Cannot keep up with 1\.00 M queries\/s/);
    expect(text).toMatch(/<0\.01/);
  });

  it('leaves out the batch where nothing is joined, and says how the sessions shared the work', () => {
    const text = formatScenario(
      config({ kind: 'multi-stream', maxBatch: 1, sweep: [] }),
      scenarioResult('multi-stream', [scenarioPoint({ streams: 8 })]),
      plain,
    );
    expect(text).toMatch(/2 sessions of 1 thread · no batching/);
    expect(text).not.toMatch(/batch +queue/);
    expect(text).toMatch(/Answered by each session: 510, 490\./);
  });
});
