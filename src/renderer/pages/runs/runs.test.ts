import { describe, expect, it } from 'vitest';
import type { Run } from '../../../contract/run.ts';
import type { TrustVerdict } from '../../../contract/trust.ts';
import { matcher, workOf } from './runs-filter.ts';
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

const found = (runs: readonly Run[], typed: string): string[] =>
  runs.filter(matcher(typed)).map(({ id }) => id);

describe('filtering runs', () => {
  const runs = [
    run('1', { name: 'Baseline', tags: ['nightly'] }),
    run('2', { name: 'int8', status: 'crashed', notes: 'Ran out of memory' }),
    run('3', { model: { ...run('x').model, name: 'ResNet.onnx' } }),
  ];

  it('finds runs by their trust', () => {
    const trust = (verdict: TrustVerdict): Partial<Run> => ({ trust: { verdict, sentence: 'So it is.' } });
    const judged = [
      run('1', trust('trusted')),
      run('2', trust('caution')),
      run('3', trust('not-trusted')),
      run('4'),
    ];
    expect(found(judged, 'trust:trusted')).toEqual(['1']);
    expect(found(judged, 'trust:not')).toEqual(['3']);
    expect(found(judged, '-trust:not -trust:caution')).toEqual(['1', '4']);
  });

  it('wants every word, in any field and any case', () => {
    expect(found(runs, 'RESNET cpu')).toEqual(['3']);
    expect(found(runs, 'memory crashed')).toEqual(['2']);
    expect(found(runs, '#nightly')).toEqual(['1']);
    expect(found(runs, 'cpu nothing-like-it')).toEqual([]);
  });

  it('leaves out what a minus names', () => {
    expect(found(runs, '-crashed')).toEqual(['1', '3']);
    expect(found(runs, 'cpu -')).toEqual(['1', '2', '3']);
  });

  it('lets every run pass where nothing was typed', () => {
    expect(found(runs, '  ')).toEqual(['1', '2', '3']);
  });
});

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
