import { describe, expect, it } from 'vitest';
import type { DynoError } from '../../contract/errors.ts';
import { parseTargets, writeTargets } from './parse-targets.ts';
import { BUILT_IN_SETS } from './sets/index.ts';
import { METRICS } from './metrics/index.ts';

function complaint(yaml: string): string {
  try {
    parseTargets(yaml);
  } catch (error) {
    expect(error).toMatchObject({ code: 'TARGETS_INVALID' });
    return (error as DynoError).message;
  }
  throw new Error('It was understood.');
}

describe('a set of one’s own', () => {
  it('reads values in any unit of the metric', () => {
    const set = parseTargets(
      'name: mine\ntargets:\n  - p95 <= 0.5 s\n  - tokensPerSecond >= 50\n  - memory <= 4 GiB\n  - requestsPerMinute >= 10 /s\n',
    );
    expect(set).toMatchObject({ name: 'mine', title: 'mine', builtIn: false });
    expect(set.items.map(({ metric, bound, value }) => [metric, bound, value])).toEqual([
      ['p95', 'at-most', 500],
      ['tokensPerSecond', 'at-least', 50],
      ['memory', 'at-most', 2 ** 32],
      ['requestsPerMinute', 'at-least', 600],
    ]);
  });

  it.each([
    ['name: mine\ntargets:\n  - p95 <= 500 ms\n  - p96 <= 1 s\n', 'Line 4: there is no metric "p96"'],
    ['name: mine\ntargets:\n  - p95 < 500 ms\n', 'Line 3: "<" is neither <= nor >='],
    ['name: mine\ntargets:\n  - p95 <= 500 GB\n', 'Line 3: p95 takes ms, ns'],
    ['name: mine\ntargets:\n  - bleu >= 0.5 %\n', 'Line 3: bleu takes a bare number, not "%"'],
    ['name: mine\ntargets:\n  - fast\n', 'Line 3: "fast" is no target such as'],
    ['name: mine\ntargets:\n  - 5\n', 'Line 3: a target:'],
    ['title: x\nname: fast\ntargets:\n  - p95 <= 1 s\n', 'Line 2: name: is the name of a built-in set'],
    ['name: My Set\ntargets:\n  - p95 <= 1 s\n', 'Line 1: name: takes small letters'],
    ['name: mine\ntargets: []\n', 'Line 2: targets:'],
    ['name: mine\n', 'targets:'],
    ['name: mine\nlimit: 3\ntargets:\n  - p95 <= 1 s\n', 'Unrecognized key: "limit"'],
    ['name: [\n', 'Line'],
    ['', 'Line 1: the file'],
    ['a: &a [x]\nname: mine\ntargets: *a\n', 'Line 1: the file'],
  ])('tells a slip with its line: %j', (yaml, expected) => {
    expect(complaint(yaml)).toContain(expected);
  });

  it('is written as it is read', () => {
    for (const set of BUILT_IN_SETS) {
      const copy = parseTargets(writeTargets({ ...set, name: 'copy' }));
      expect(copy).toEqual({ ...set, name: 'copy', builtIn: false });
    }
  });
});

describe('the built-in sets', () => {
  it('are all there, each of metrics that are known', () => {
    expect(BUILT_IN_SETS.map(({ name }) => name)).toEqual([
      'fast',
      'medium',
      'deep',
      'vision',
      'audio',
      'fusion',
      'memory-stores',
      'reliability',
      'scalability',
      'acceleration',
      'reference',
    ]);
    expect(new Set(METRICS.map(({ id }) => id)).size).toBe(METRICS.length);
  });

  it('hold the figures that were asked for', () => {
    const figures = (name: string): unknown[] =>
      BUILT_IN_SETS.find((set) => set.name === name)?.items.map(({ metric, value }) => [metric, value]) ?? [];
    expect(figures('fast')).toEqual([
      ['p50', 200],
      ['p95', 500],
      ['p99', 1000],
      ['requestsPerMinute', 1000],
      ['tokensPerSecond', 50],
      ['gpuMemory', 4e9],
      ['cpuOfCore', 20],
    ]);
    expect(figures('reference')).toEqual([
      ['p50', 50],
      ['p95', 80],
      ['p99', 120],
      ['tokensPerSecond', 2000],
      ['memory', 8.5e9],
      ['gpuUse', 85],
      ['requestsPerSecond', 10_000],
      ['bleu', 0.85],
      ['rouge', 0.82],
      ['bertScore', 0.88],
      ['operationsPerWatt', 1000],
    ]);
  });
});
