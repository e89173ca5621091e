import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { speedscope } from './speedscope.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const frames = ['a', 'b', 'c'].map((name) => ({ name }));
const evented = (events: readonly (readonly [string, number, number])[], more: object = {}): object => ({
  type: 'evented',
  name: 'calls',
  unit: 'milliseconds',
  startValue: 0,
  endValue: 10,
  events: events.map(([type, frame, at]) => ({ type, frame, at })),
  ...more,
});
const file = (profiles: readonly object[], isFramesLast = false): string =>
  JSON.stringify(
    isFramesLast
      ? { profiles, shared: { frames }, $schema: SCHEMA }
      : { $schema: SCHEMA, shared: { frames }, profiles, exporter: 'x', name: 'job' },
  );
const CALLS = evented([
  ['O', 0, 0],
  ['O', 1, 2.5],
  ['C', 1, 4],
  ['O', 1, 4],
  ['O', 2, 4],
  ['C', 2, 6],
  ['C', 1, 6],
  ['C', 0, 10],
]);
const TREE = [
  'calls (stack)',
  '  a 0+10000000',
  '    b 2500000+1500000',
  '    b 4000000+2000000',
  '      c 4000000+2000000',
].join('\n');

describe('speedscope', () => {
  it.each([1, 13, 4096])('tells calls and returns, in pieces of %d bytes', (piece) => {
    expect(readText(speedscope, file([CALLS]), piece).tree()).toBe(TREE);
    expect(readText(speedscope, file([CALLS], true), piece).tree()).toBe(TREE);
    expect(readText(speedscope, JSON.stringify(JSON.parse(file([CALLS])), null, 2), piece).tree()).toBe(TREE);
  });

  it('tells samples, and several profiles as several tracks', () => {
    const sampled = { type: 'sampled', name: 'stacks', unit: 'bytes', startValue: 0, endValue: 9 };
    const sink = readText(
      speedscope,
      file([
        { ...sampled, samples: [[0, 1], [0, 1], [0, 2], []], weights: [1, 2, 3, 1] },
        { ...sampled, name: '', samples: [[0], [1]] },
      ]),
    );
    expect(sink.unitName).toBe('bytes');
    expect(sink.tree()).toBe(
      'stacks (stack)\n  a 0+6\n    b 0+3\n    c 3+3\nprofile 2 (stack)\n  a 0+1\n  b 1+1',
    );
  });

  it('begins where the first profile does, however late that is', () => {
    const late = evented(
      [
        ['O', 0, 1_600_000_000_000],
        ['C', 0, 1_600_000_000_005],
      ],
      {
        startValue: 1_600_000_000_000,
        endValue: 1_600_000_000_010,
      },
    );
    const sink = readText(speedscope, file([late]));
    expect(sink.baseNs).toBe('1600000000000000000');
    expect(sink.tree()).toBe('calls (stack)\n  a 0+5000000');
  });

  it('mends what does not fit, and says so', () => {
    const odd = evented([
      ['O', 0, 1],
      ['O', 1, 2],
      ['C', 0, 3],
      ['C', 1, 3],
      ['O', 7, 4],
      ['X', 0, 4],
      ['O', 2, 2],
      ['O', 1, 5],
    ]);
    const sink = readText(speedscope, file([odd]));
    expect(sink.tree()).toBe(
      'calls (stack)\n  a 1000000+2000000\n    b 2000000+1000000\n  c 4000000+6000000\n    b 5000000+5000000',
    );
    expect(sink.warnings.map(({ kind, count }) => `${kind} ${count}`)).toEqual([
      'broken-events 2',
      'unbalanced 3',
      'overlapping 1',
    ]);
  });

  it('leaves out weights that are none, and profiles that count something else', () => {
    const sampled = {
      type: 'sampled',
      name: 's',
      unit: 'none',
      samples: [[0], [1], [9]],
      weights: [-1, 4, 1],
    };
    const sink = readText(speedscope, file([sampled, CALLS]));
    expect(sink.tree()).toBe('s (stack)\n  b 0+4');
    expect(sink.warnings.map(({ kind, count }) => `${kind} ${count}`)).toEqual([
      'limits 1',
      'broken-events 2',
    ]);
  });

  it('draws a long profile while it comes', () => {
    const events = Array.from({ length: 120_000 }, (_, at): [string, number, number] => [
      at % 2 === 0 ? 'O' : 'C',
      0,
      at,
    ]);
    const bytes = encodeUtf8(file([evented(events, { endValue: 120_000 })]));
    expect(readTrace(speedscope, bytes).spanCount).toBe(60_000);
  });

  it('is read up to wherever it is cut', () => {
    const bytes = encodeUtf8(file([CALLS]));
    for (const cut of cuts(bytes.length, 40)) {
      try {
        const sink = readTrace(speedscope, bytes.slice(0, cut), 11);
        expect(sink.warnings.map(({ kind }) => kind)).toContain('cut');
      } catch (thrown) {
        expect(String(thrown)).toContain(`at byte ${cut}`);
      }
    }
  });

  it('is told by what stands in it', () => {
    expect(sniffs(speedscope, file([CALLS]))).toBe(true);
    expect(sniffs(speedscope, file([CALLS], true).slice(0, 90))).toBe(true);
    expect(sniffs(speedscope, '{"traceEvents": [{"name": "a"}]}')).toBe(false);
    expect(sniffs(speedscope, 'a;b 1')).toBe(false);
  });
});
