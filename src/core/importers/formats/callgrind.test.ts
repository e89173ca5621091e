import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { callgrind } from './callgrind.ts';

const PLAIN = `# callgrind format
events: Instructions

fl=file1.c
fn=main
16 20
cfn=func1
calls=1 50
16 400
cfi=file2.c
cfn=func2
calls=3 20
16 400

fn=func1
51 100
cfi=file2.c
cfn=func2
calls=2 20
51 300

fl=file2.c
fn=func2
20 700
`;
/** The same, with names by number, relative positions, addresses, and two events. */
const SHORT = `version: 1
creator: callgrind-3.19.0
positions: instr line
events: Dw Ir
summary: 0 820

ob=(1) /bin/prog
fl=(1) file1.c
fn=(1) main
0x40 16 0 20
cfn=(2) func1
calls=1 0x80 50
+4 * 0 400
cfi=(2) file2.c
cfn=(3) func2
calls=3 0x90 +3
* * 0 400
jump=3 0x40 2

fn=(2)
0x80 51 0 60
fi=(3) inlined.h
+3 -2 0 40
fe=(1)
cfi=(2)
cfn=(3)
calls=2 0x90 20
+2 * 0 300

fl=(2)
fn=(3)
0x90 20 0 700
totals: 0 820
`;
const BODY = [
  '  main 0+820 [file1.c]',
  '    func1 0+400 [file1.c]',
  '      func2 0+300 [file2.c]',
  '    func2 400+400 [file2.c]',
].join('\n');

describe('callgrind', () => {
  it.each([1, 7, 4096])('lays its calls out as stacks, in pieces of %d bytes', (piece) => {
    const sink = readText(callgrind, PLAIN, piece);
    expect(sink.tree()).toBe(`Instructions (stack)\n${BODY}`);
    expect(sink.unitName).toBe('events');
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['approximate']);
    expect(readText(callgrind, PLAIN.replaceAll('\n', '\r\n'), piece).tree()).toBe(sink.tree());
  });

  it('understands names by number, steps and several events', () => {
    const sink = readText(callgrind, SHORT);
    expect(sink.tree()).toBe(`Ir (stack)\n${BODY}`);
    expect(sink.facts.get('Also recorded')).toBe('Dw');
    expect(sink.facts.get('Calls')).toBe('6');
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['approximate']);
  });

  it('cuts recursion, so that a function is inside itself nowhere', () => {
    const circle =
      'events: Ir\nfn=a\n1 10\ncfn=b\ncalls=1 1\n1 90\nfn=b\n1 20\ncfn=a\ncalls=1 1\n1 70\ncfn=b\ncalls=4 1\n1 40\n';
    const sink = readText(callgrind, circle);
    expect(sink.spanCount).toBeGreaterThan(0);
    expect(sink.spanCount).toBeLessThanOrEqual(4);
    const total = [...sink.ownByName().values()].reduce((sum, own) => sum + own, 0);
    expect(total).toBeGreaterThanOrEqual(30);
  });

  it('withstands a web of calls with more paths than could ever be drawn', () => {
    const layers = 40;
    const lines = ['events: Ir'];
    for (let layer = 0; layer < layers; layer += 1) {
      for (const side of ['l', 'r']) {
        lines.push(`fn=${side}${layer}`, '1 1000000');
        for (const next of layer + 1 < layers ? ['l', 'r'] : []) {
          lines.push(`cfn=${next}${layer + 1}`, 'calls=1 1', `1 ${1_000_000 * (layers - layer - 1)}`);
        }
      }
    }
    const sink = readText(callgrind, lines.join('\n'));
    expect(sink.spanCount).toBeLessThanOrEqual(500_000);
    expect(sink.warnings.map(({ kind }) => kind)).toContain('limits');
  });

  it('leaves out lines that are no part of it, costs below zero and calls of nobody', () => {
    const odd = `${PLAIN}this is nothing\n20 -5\ncalls=1 2\n3 4\nfn=g\n* nan\n`;
    const sink = readText(callgrind, odd);
    expect(sink.tree()).toBe(`Instructions (stack)\n${BODY}`);
    expect(sink.warningWords().at(0)).toMatch(/^broken-events × 4 at \d+: 4 lines/);
  });

  it('is read up to wherever it is cut', () => {
    for (const text of [PLAIN, SHORT]) {
      const bytes = encodeUtf8(text);
      for (const cut of cuts(bytes.length, 30)) {
        try {
          expect(readTrace(callgrind, bytes.slice(0, cut), 9).spanCount).toBeGreaterThanOrEqual(0);
        } catch (thrown) {
          expect(String(thrown)).toMatch(/at byte \d+\./);
        }
      }
    }
  });

  it('is told by what stands in it', () => {
    expect(sniffs(callgrind, PLAIN)).toBe(true);
    expect(sniffs(callgrind, SHORT)).toBe(true);
    expect(sniffs(callgrind, SHORT.slice(0, 70))).toBe(true);
    expect(sniffs(callgrind, 'events: many\na;b 1\n')).toBe(false);
  });
});
