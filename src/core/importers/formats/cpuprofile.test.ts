import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { cpuprofile } from './cpuprofile.ts';

const NAMES = ['(root)', 'main', '', '(garbage collector)', '(idle)'];
const callFrame = (at: number): object => ({
  functionName: NAMES[at],
  url: at === 1 || at === 2 ? 'file:///src/a.js' : '',
  lineNumber: at,
});
const CHILDREN = [[2, 4, 5], [3], [], [], []];
const byChildren = CHILDREN.map((children, at) => ({
  id: at + 1,
  callFrame: callFrame(at),
  hitCount: at,
  children,
}));
const byParent = [undefined, 1, 2, 1, 1].map((parent, at) => ({
  id: at + 1,
  callFrame: callFrame(at),
  parent,
}));
const samples = [2, 3, 4, 5, 2];
const profile = (more: object = {}): object => ({
  nodes: byChildren,
  startTime: 1000,
  endTime: 1070,
  samples,
  timeDeltas: [10, 10, 10, 10, 10],
  ...more,
});
const TREE = [
  'samples (stack)',
  '  main 10000+30000 [a.js]',
  '    (anonymous) a.js:3 20000+20000 [a.js]',
  '      (garbage collector) 30000+10000',
  '  main 50000+20000 [a.js]',
].join('\n');
const read = (document: object, piece?: number): ReturnType<typeof readText> =>
  readText(cpuprofile, JSON.stringify(document), piece);

describe('a V8 CPU profile', () => {
  it.each([1, 10, 4096])('is one track of stacks, in pieces of %d bytes', (piece) => {
    const sink = read(profile(), piece);
    expect(sink.tree()).toBe(TREE);
    expect(sink.baseNs).toBe('1000000');
    expect(sink.warnings).toEqual([]);
  });

  it('may name parents instead of children, be wrapped, or list moments instead of steps', () => {
    expect(read(profile({ nodes: byParent })).tree()).toBe(TREE);
    expect(read({ id: 1, result: { profile: profile() } }).tree()).toBe(TREE);
    const moments = read(profile({ timeDeltas: [], timestamps: [1010, 1020, 1030, 1040, 1050] }));
    expect(moments.baseNs).toBe('1010000');
    expect(moments.spans.map(({ startNs }) => startNs)).toEqual([0, 10000, 20000, 40000]);
  });

  it('reads the nested form, by its samples or by its hits', () => {
    const leaf = { functionName: 'b', url: '', lineNumber: 0, id: 3, hitCount: 4, children: [] };
    const middle = { functionName: 'a', url: '', lineNumber: 0, id: 2, hitCount: 1, children: [leaf] };
    const head = { functionName: '(root)', url: '', lineNumber: 0, id: 1, hitCount: 0, children: [middle] };
    const sink = read({ head, startTime: 1, endTime: 1, samples: [2, 3], timestamps: [5, 7] });
    expect(sink.tree()).toBe('samples (stack)\n  a 0+4000\n    b 2000+2000');
    const hits = read({ head });
    expect([hits.unitName, hits.tree()]).toEqual(['samples', 'hits (stack)\n  a 0+5\n    b 0+4']);
  });

  it('puts samples in order of time where steps go back', () => {
    const sink = read(profile({ samples: [2, 3, 2], timeDeltas: [10, 20, -10], endTime: 0 }));
    expect(sink.tree()).toBe(
      'samples (stack)\n  main 10000+25000 [a.js]\n    (anonymous) a.js:3 30000+5000 [a.js]',
    );
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['overlapping']);
  });

  it('withstands circles, unknown functions and steps that are no numbers', () => {
    const nodes = [
      { id: 1, callFrame: callFrame(1), children: [2] },
      { id: 2, callFrame: callFrame(2), children: [1] },
    ];
    const sink = read(profile({ nodes, samples: [1, 2, 99], timeDeltas: [0, null, 1e300] }));
    expect(sink.warnings.map(({ kind, count }) => `${kind} ${count}`)).toEqual(['broken-events 4']);
    expect(sink.spanCount).toBe(0);
  });

  it('withstands twenty thousand functions inside each other', () => {
    const depth = 20_000;
    const nodes = Array.from({ length: depth }, (_, at) => ({
      id: at,
      callFrame: callFrame(1),
      parent: at - 1,
    }));
    const sink = read({ nodes, samples: [depth - 1], timeDeltas: [1] }, 65536);
    expect(sink.spanCount).toBe(16_384);
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['limits']);
    const nested = '{"functionName": "f", "id": 1, "hitCount": 1, "children": [';
    expect(readText(cpuprofile, `{"head": ${nested.repeat(2000)}${']}'.repeat(2000)}}`).spanCount).toBe(2000);
  });

  it('is read up to wherever it is cut', () => {
    const bytes = encodeUtf8(JSON.stringify(profile()));
    for (const cut of cuts(bytes.length, 40)) {
      try {
        const sink = readTrace(cpuprofile, bytes.slice(0, cut), 11);
        expect(sink.warnings.map(({ kind }) => kind)).toContain('cut');
      } catch (thrown) {
        expect(String(thrown)).toContain(`at byte ${cut}`);
      }
    }
  });

  it('is told by what stands in it', () => {
    expect(sniffs(cpuprofile, JSON.stringify(profile()))).toBe(true);
    expect(sniffs(cpuprofile, '{"head": {"functionName": "(root)"')).toBe(true);
    expect(sniffs(cpuprofile, '{"nodes": [{"id": 1, "name": "x"}]}')).toBe(false);
  });
});
