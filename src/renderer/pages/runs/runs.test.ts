import { describe, expect, it } from 'vitest';
import type { Run } from '../../../contract/run.ts';
import { workOf } from './work-of.ts';
import { runTitle } from './run-title.ts';
import { shortTime } from './when.ts';
import { PLAIN_CONFIG, PLAIN_RUN } from '../../../contract/blank-run.fixture.ts';

function run(id: string, change: Partial<Run> = {}): Run {
  return {
    id,
    name: `Run ${id}`,
    tags: [],
    notes: '',
    status: 'done',
    model: {
      name: 'demo:mlp-tiny',
      ref: { kind: 'demo', location: 'demo:mlp-tiny' },
      contentHash: 'h1',
      parameters: 1,
      weightBytes: 4,
      fileBytes: 4,
    },
    config: {
      ...PLAIN_CONFIG,
      level: 'basic',
      provider: 'cpu',
      batch: 4,
      sequence: 128,
      inputs: [],
      iterations: 100,
      warmup: 10,
      durationMs: null,
      threads: null,
      graphLevel: 'all',
      seed: 1,
    },
    createdAt: 0,
    startedAt: null,
    endedAt: null,
    phases: { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null },
    latencyMs: null,
    throughput: null,
    hardware: null,
    energy: null,
    profile: null,
    ...PLAIN_RUN,
    environment: null,
    error: null,
    spark: [],
    deletedAt: null,
    ...change,
  };
}

describe('words of a row', () => {
  it('call a run by its name, or by its model and what was done to it', () => {
    expect(runTitle(run('1'))).toBe('Run 1');
    expect(runTitle(run('1', { name: '' }))).toBe('demo:mlp-tiny cpu basic');
    const config = { ...run('x').config, level: null };
    expect(runTitle(run('1', { name: '', config }))).toBe('demo:mlp-tiny cpu seq 128');
  });

  it('name the work of an iteration', () => {
    expect(workOf(run('1'))).toBe('4 × 128');
    expect(workOf(run('1', { config: { ...run('x').config, sequence: null } }))).toBe('4');
  });

  it('shorten a time by how long ago it was', () => {
    const now = new Date(2026, 5, 15, 18, 0).getTime();
    const today = shortTime(new Date(2026, 5, 15, 9, 5).getTime(), now);
    const thisYear = shortTime(new Date(2026, 2, 3, 9, 5).getTime(), now);
    const before = shortTime(new Date(2024, 2, 3, 9, 5).getTime(), now);
    expect(thisYear).toContain(today);
    expect(thisYear).not.toContain('2026');
    expect(before).toContain('2024');
  });
});
