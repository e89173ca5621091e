import { describe, expect, it } from 'vitest';
import { RecordingSink } from './recording-sink.test-support.ts';

function sinkWith(
  spans: readonly (readonly [name: string, start: number, duration: number])[],
): RecordingSink {
  const sink = new RecordingSink();
  const track = sink.track({ process: 'p', name: 't', kind: 'thread', sort: 0 });
  for (const [name, start, duration] of spans) {
    sink.span(track, sink.string(name), 0, 0, start, duration, -1);
  }
  return sink;
}

describe('RecordingSink', () => {
  it('draws spans as a tree, the first given of equal ones outside', () => {
    const sink = sinkWith([
      ['c', 0, 4],
      ['a', 0, 10],
      ['b', 0, 10],
      ['d', 10, 2],
      ['e', 4, 6],
    ]);
    expect(sink.tree()).toBe(
      ['p / t (thread)', '  a 0+10', '    b 0+10', '      c 0+4', '      e 4+6', '  d 10+2'].join('\n'),
    );
    expect(Object.fromEntries(sink.ownByName())).toEqual({ a: 0, b: 0, c: 4, d: 2, e: 6 });
  });

  it('refuses numbers that it never gave and times that are no whole numbers', () => {
    const sink = sinkWith([]);
    expect(() => sink.span(1, 0, 0, 0, 0, 0, -1)).toThrow('1 is no track');
    expect(() => sink.span(0, 5, 0, 0, 0, 0, -1)).toThrow('5 is no string');
    expect(() => sink.span(0, 0, 0, 0, Number.NaN, 0, -1)).toThrow('start NaN');
    expect(() => sink.span(0, 0, 0, 0, 0, -1, -1)).toThrow('duration -1');
  });

  it('counts warnings of a kind together', () => {
    const sink = sinkWith([]);
    sink.warn('cut', 'first, {count} in all', 7);
    sink.warn('cut', 'second', 9);
    expect(sink.warningWords()).toEqual(['cut × 2 at 7: first, 2 in all']);
  });
});
