import { describe, expect, it } from 'vitest';
import { sourceRowsIn, stripsIn, timelineLayout } from './timeline-strips.ts';

const tracks = [
  { name: '', group: 'python', firstRow: 0, rows: 1, isHeaded: false, isSummary: true },
  { name: 'main', group: 'python', firstRow: 1, rows: 4, isHeaded: false },
  { name: 'loader', group: 'python', firstRow: 5, rows: 2, isHeaded: false },
  { name: '', group: 'GPU 0', firstRow: 7, rows: 1, isHeaded: false, isSummary: true },
  { name: 'stream 7', group: 'GPU 0', firstRow: 8, rows: 1, isHeaded: false },
];
const counters = [
  { group: 'GPU 0', name: 'memory' },
  { group: 'elsewhere', name: 'load' },
];
const layout = (...folded: string[]) => timelineLayout(tracks, counters, new Set(folded), 9);
const names = (made: ReturnType<typeof layout>): string[] =>
  made.strips.map(({ kind, name, top, rows }) => `${kind} ${name} ${top}+${rows}`);

describe('the rows of a timeline', () => {
  it('are processes with their counters and tracks, a counter taller than a span', () => {
    const made = layout();
    expect(names(made)).toEqual([
      'group python 0+1',
      'track main 1+4',
      'track loader 5+2',
      'group GPU 0 7+1',
      'counter memory 8+2',
      'track stream 7 10+1',
      'group elsewhere 11+1',
      'counter load 12+2',
    ]);
    expect(made.rowCount).toBe(14);
    expect(made.shownRow[8]).toBe(10);
  });

  it('keep the first row of what is folded', () => {
    const key = (name: string): string => layout().strips.find((strip) => strip.name === name)?.key ?? '';
    const made = layout(key('python'));
    expect(names(made).slice(0, 2)).toEqual(['group python 0+1', 'group GPU 0 1+1']);
    expect(Array.from(made.shownRow.slice(0, 8))).toEqual([0, -1, -1, -1, -1, -1, -1, 1]);
    expect(names(layout(key('main')))[1]).toBe('track main 1+1');
  });

  it('ask for those rows of the source alone that are to be seen', () => {
    const made = layout();
    expect(stripsIn(made, 4.5, 7.5).map(({ name }) => name)).toEqual(['main', 'loader', 'GPU 0']);
    expect(sourceRowsIn(made, 3.5, 6)).toEqual([3, 4, 5]);
    expect(sourceRowsIn(made, 8, 10)).toEqual([]);
    expect(sourceRowsIn(made, 0, 99)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('need no heading where there is one track alone', () => {
    const made = timelineLayout(
      [{ name: 'main', group: '', firstRow: 0, rows: 3, isHeaded: false }],
      [],
      new Set(),
      3,
    );
    expect(names(made)).toEqual(['track main 0+3']);
  });
});
