import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { folded } from './folded.ts';

const SIMPLE = 'a;b;c 1\na;b;c 1\na;b;d 4\na;b;c 3\na;b 5\n';
const TREE = 'stacks (stack)\n  a 0+14\n    b 0+14\n      c 0+2\n      d 2+4\n      c 6+3';

function utf16(text: string, isBig: boolean): Uint8Array {
  const units = [0xfeff, ...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))];
  return Uint8Array.from(
    units.flatMap((unit) => (isBig ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])),
  );
}

describe('folded stacks', () => {
  it('lie one behind the other in the order of the file', () => {
    const sink = readText(folded, SIMPLE);
    expect(sink.unitName).toBe('samples');
    expect(sink.tree()).toBe(TREE);
    expect(sink.warnings).toEqual([]);
  });

  it.each([1, 2, 3, 7])('come in pieces of %d bytes', (piece) => {
    expect(readText(folded, SIMPLE, piece).tree()).toBe(TREE);
    expect(readText(folded, SIMPLE.replaceAll('\n', '\r\n').trimEnd(), piece).tree()).toBe(TREE);
    expect(readText(folded, `\uFEFF${SIMPLE}`, piece).tree()).toBe(TREE);
    expect(readTrace(folded, utf16(SIMPLE, true), piece).tree()).toBe(TREE);
    expect(readTrace(folded, utf16(SIMPLE, false), piece).tree()).toBe(TREE);
  });

  it('keep characters outside of ASCII, pairs of UTF-16 among them', () => {
    const names = 'é;日本;𝄞 2';
    const tree = readText(folded, names).tree();
    expect(tree).toContain('𝄞 0+2');
    expect(readTrace(folded, utf16(names, false), 3).tree()).toBe(tree);
  });

  it('count lines that are none, but no comments', () => {
    const sink = readText(folded, `# note 5\n// other\n\n${SIMPLE}invalid line\n 7\n5\na -3\n`);
    expect(sink.tree()).toBe(TREE);
    expect(sink.warningWords()).toEqual([
      'broken-events × 4 at 57: 4 lines are no stack with a number behind it; they are left out.',
    ]);
  });

  it('give frames without a name one, and trim what stands around names', () => {
    expect(readText(folded, ' a ;;b  3\n').tree()).toBe(
      'stacks (stack)\n  a 0+3\n    (no name) 0+3\n      b 0+3',
    );
  });

  it('show two numbers as before and after', () => {
    const sink = readText(folded, 'a;b 10 12\na;c 0 5\na 3 0\n');
    expect(sink.tree()).toBe(
      'before (stack)\n  a 0+13\n    b 0+10\nafter (stack)\n  a 0+17\n    b 0+12\n    c 12+5',
    );
  });

  it('show decimals in thousandths', () => {
    const sink = readText(folded, 'a;b 0.5\na;c 1.25\n');
    expect(sink.tree()).toBe('stacks (stack)\n  a 0+1750\n    b 0+500\n    c 500+1250');
    expect([...sink.facts.keys()]).toEqual(['Scale']);
  });

  it('leave out the innermost of very many frames', () => {
    const sink = readText(folded, `${'f;'.repeat(100_000)}g 1\na 1\n`);
    expect(sink.spanCount).toBe(16_385);
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['limits']);
  });

  it('take a name of a megabyte and weights beyond all bounds', () => {
    const name = 'n'.repeat(1024 * 1024);
    const sink = readText(folded, `${name};b 1\nc 1e300\nd 2\n`, 1000);
    expect(sink.spans.map(({ name }) => name.length)).toEqual([1024 * 1024, 1, 1]);
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['limits']);
  });

  it('are read up to wherever they are cut', () => {
    const bytes = encodeUtf8('main;work;copy 12\nmain;work;move 7\nmain;idle 3\n');
    for (const cut of cuts(bytes.length, 40)) {
      const read = (): unknown => readTrace(folded, bytes.slice(0, cut), 5).tree();
      if (cut < 16) expect(read).toThrow(/at byte 0/);
      else expect(read()).toContain('copy 0+1');
    }
  });

  it('are told by what stands in them', () => {
    expect(sniffs(folded, SIMPLE)).toBe(true);
    expect(sniffs(folded, 'one 1\ntwo 2\n')).toBe(true);
    expect(folded.sniff({ bytes: utf16(SIMPLE, true), isWhole: true })).toBe(true);
    expect(sniffs(folded, 'a;b 1\u0000\n')).toBe(false);
    expect(sniffs(folded, '{"traceEvents": [1,\n 2]}')).toBe(false);
    expect(sniffs(folded, 'chapter 1\nIt was a dark night.\n')).toBe(false);
    expect(sniffs(folded, '')).toBe(false);
  });
});
