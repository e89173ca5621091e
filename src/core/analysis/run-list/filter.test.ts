import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SavedView } from '../../../contract/run-list.ts';
import { idsOf, tableOf } from './facts.test-support.ts';
import { parseFilter } from './parse-filter.ts';
import { keepFitting, type RunTable } from './run-table.ts';
import { suggestFilter } from './suggest-filter.ts';

const NOON = new Date(2026, 5, 15, 12, 0).getTime();
const DAY_MS = 86_400_000;

function found(table: RunTable, typed: string, archived: SavedView['archived'] = 'shown'): readonly string[] {
  const fits = table.match(parseFilter(typed, NOON), archived);
  return idsOf(table, keepFitting(table.sorted('when', true), fits));
}
const problems = (typed: string): readonly string[] => parseFilter(typed, NOON).problems;

describe('words of a filter', () => {
  const table = tableOf({
    one: { name: 'Baseline', tags: ['nightly', 'Weekly 3'], commit: 'c0ffee12' },
    two: { name: 'int8', status: 'crashed', notes: 'Ran out of memory', isProfiled: true },
    three: { model: 'ResNet.onnx', contentHash: '1a2b3c4d'.repeat(8), trust: 'not-trusted' },
    four: { isSimulated: true, level: null, batch: 16, sequence: null, name: 'שלום <b>x</b>' },
  });

  it('all have to be there, in any field and any case', () => {
    expect(found(table, 'RESNET cpu')).toEqual(['three']);
    expect(found(table, 'memory crashed')).toEqual(['two']);
    expect(found(table, 'cpu nothing-like-it')).toEqual([]);
    expect(found(table, '  ')).toEqual(['one', 'two', 'three', 'four']);
  });

  it('leave out what a minus names, and a lone minus waits for its word', () => {
    expect(found(table, '-crashed -simulated')).toEqual(['one', 'three']);
    expect(found(table, 'memory -')).toEqual(['two']);
  });

  it('find tags, commits, hashes, shapes, marks, trust and names from right to left', () => {
    expect(found(table, '#night')).toEqual(['one']);
    expect(found(table, 'c0ffee')).toEqual(['one']);
    expect(found(table, '1a2b3c4d')).toEqual(['three']);
    // Any long hash holds two given digits somewhere.
    expect(found(table, '2b')).toEqual([]);
    expect(found(table, '4x128')).toEqual(['one', 'two', 'three']);
    expect(found(table, 'profiled')).toEqual(['two']);
    expect(found(table, 'not-trusted')).toEqual(['three']);
    expect(found(table, 'שלום')).toEqual(['four']);
    expect(found(table, '<b>x')).toEqual(['four']);
  });

  it('keep a colon that names no field, and quotes keep spaces', () => {
    const demo = tableOf({ a: { model: 'demo:mlp-tiny' }, b: { model: 'mlp demo' } });
    expect(found(demo, 'demo:mlp')).toEqual(['a']);
    expect(found(demo, '"mlp demo"')).toEqual(['b']);
    expect(found(demo, 'model:"mlp demo"')).toEqual(['b']);
  });
});

describe('fields of a filter', () => {
  const table = tableOf({
    fast: { p50Ms: 2, p99Ms: 40, batch: 8, tags: ['v1'], provider: 'cuda', createdAt: NOON - DAY_MS },
    slow: { p50Ms: 7.5, peakBytes: 3 * 2 ** 30, tags: ['v10'], createdAt: NOON - 40 * DAY_MS },
    none: { status: 'failed', level: null, pinnedAt: 1, createdAt: NOON },
    drawn: { isSimulated: true, p50Ms: 0.25, createdAt: NOON - 2 * DAY_MS },
  });

  it('look into one field, exactly with an equals sign, several with commas', () => {
    expect(found(table, 'tag:v1')).toEqual(['fast', 'slow']);
    expect(found(table, 'tag=v1')).toEqual(['fast']);
    expect(found(table, 'status:failed,crashed')).toEqual(['none']);
    expect(found(table, 'provider:cpu')).toEqual(['none', 'slow']);
    expect(found(table, 'provider:sim')).toEqual(['drawn']);
    expect(found(table, 'level:custom')).toEqual(['none']);
    expect(found(table, '-tag:v1 -level:custom')).toEqual(['drawn']);
  });

  it('compare numbers with their units; what was not measured fits none', () => {
    expect(found(table, 'p50<5ms')).toEqual(['fast', 'drawn']);
    expect(found(table, 'p50:<500us')).toEqual(['drawn']);
    expect(found(table, 'p50>=2')).toEqual(['fast', 'slow']);
    expect(found(table, 'p50>2')).toEqual(['slow']);
    expect(found(table, 'p50:1ms..1s')).toEqual(['fast', 'slow']);
    expect(found(table, 'p50=7.51ms')).toEqual(['slow']);
    expect(found(table, 'memory>2GiB')).toEqual(['slow']);
    expect(found(table, 'batch=8')).toEqual(['fast']);
  });

  it('know days and ages', () => {
    expect(found(table, 'after:7d')).toEqual(['none', 'fast', 'drawn']);
    expect(found(table, 'after:2026-06-14 before:today')).toEqual(['fast']);
    expect(found(table, 'before:2026-06')).toEqual(['slow']);
  });

  it('know versions by number and by hash', () => {
    const versions = tableOf({
      newest: { contentHash: 'ffff', createdAt: 3 },
      middle: { contentHash: 'aaaa', createdAt: 2 },
      oldest: { contentHash: 'aaaa', createdAt: 1 },
    });
    expect(found(versions, 'version:v1')).toEqual(['middle', 'oldest']);
    expect(found(versions, 'version:ff')).toEqual(['newest']);
  });

  it('hide archived runs unless they are asked for', () => {
    const some = tableOf({ there: {}, away: { archivedAt: 1 } });
    expect(found(some, '', 'hidden')).toEqual(['there']);
    expect(found(some, '', 'only')).toEqual(['away']);
    expect(found(some, 'is:archived', 'hidden')).toEqual(['away']);
    expect(found(table, 'is:pinned')).toEqual(['none']);
  });

  it('that make no sense are told of, and the rest goes on filtering', () => {
    expect(found(table, 'p50<fast cuda')).toEqual(['fast']);
    expect(problems('p50<fast')).toEqual(['“fast” is not a time: write p50<5ms.']);
    expect(problems('after:2026-02-31')[0]).toContain('is no day');
    expect(problems('is:blue')[0]).toContain('is not known');
    expect(problems('tag:')[0]).toContain('wants a value');
    expect(problems('model<3')[0]).toContain('is a text');
    expect(problems('"open')).toEqual(['A quote is not closed.']);
    expect(problems('modle:x')[0]).toContain('did you mean model:');
    expect(problems('demo:mlp -crashed p50<5ms')).toEqual([]);
  });

  it('survive whatever is typed', () => {
    const pieces = fc.constantFrom(
      'p50',
      '<',
      '=',
      ':',
      '"',
      '-',
      '#',
      ',',
      '..',
      ' ',
      'tag',
      'after',
      '1e999',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 }), (parts) => {
        const typed = parts.join('');
        expect(found(table, typed).length).toBeLessThanOrEqual(4);
        suggestFilter(table.columns, typed, typed.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what the filter offers', () => {
  const table = tableOf({
    a: { tags: ['nightly', 'two words'] },
    b: { tags: ['nightly'], model: 'ResNet' },
    c: { model: 'resnext' },
  });
  const offers = (typed: string): readonly string[] =>
    suggestFilter(table.columns, typed, typed.length).options.map(({ text }) => text);

  it('are fields that begin so, and values with the most runs first', () => {
    expect(offers('cpu mo')).toEqual(['model:']);
    expect(offers('-tag:')).toEqual(['-tag:nightly', '-tag:"two words"']);
    expect(offers('#ni')).toEqual(['#nightly']);
    expect(offers('model:res')).toEqual(['model:ResNet', 'model:resnext']);
    expect(offers('is:pi')).toEqual(['is:pinned']);
    expect(offers('zzz')).toEqual([]);
  });
});
