import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateDimension, parseDimension, symbolsOf } from './dimension-expression.ts';

const values: Readonly<Record<string, number>> = { past_sequence_length: 16, sequence_length: 4, s0: 10 };
const evaluate = (text: string): number | null =>
  evaluateDimension(parseDimension(text), (name) => values[name]);

describe('a dimension written as arithmetic', () => {
  it('adds, multiplies, divides and respects brackets', () => {
    expect(evaluate('past_sequence_length + sequence_length')).toBe(20);
    expect(evaluate('2*s0 - 1')).toBe(19);
    expect(evaluate('(s0 + 1) // 2')).toBe(5);
    expect(evaluate('past_sequence_length+1')).toBe(17);
  });

  it('is one symbol where it is no arithmetic', () => {
    for (const name of ['batch', 'unk__12', 'batch-size?', 'Min(a, b)', 'a +', '+', '', 'x'.repeat(300)]) {
      expect(parseDimension(name)).toEqual({ kind: 'symbol', name });
    }
  });

  it('names its symbols', () => {
    expect(symbolsOf(parseDimension('past + (seq * 2)'))).toEqual(['past', 'seq']);
  });

  it('has no value while a symbol has none', () => {
    expect(evaluate('past_sequence_length + unknown')).toBeNull();
    expect(evaluate('s0 / (s0 - 10)')).toBeNull();
  });

  it('never fails, whatever an exporter writes', () => {
    fc.assert(fc.property(fc.string(), (text) => symbolsOf(parseDimension(text)).length >= 0));
  });
});
