import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { firefox } from './firefox.ts';

const strings = ['(root)', 'main', 'work (resource://a.js -> resource://b.js:7:1)', 'f', 'b.js'];
const raw = {
  meta: {
    startTime: 1000.5,
    interval: 2,
    stackwalk: 0,
    product: 'Firefox',
    categories: [{ name: 'Other' }, { name: 'JavaScript' }],
  },
  threads: [
    {
      name: 'Main',
      pid: 7,
      tid: 8,
      processName: 'tab',
      samples: {
        schema: { stack: 0, time: 1, rss: 2 },
        data: [
          [1, 1.5],
          [2, 3.5, 9],
          [2, 5.5],
          [null, 7.5],
          [1, 9.5],
        ],
      },
      stackTable: {
        schema: { prefix: 0, frame: 1 },
        data: [
          [null, 0],
          [0, 1],
          [1, 2],
        ],
      },
      frameTable: { schema: { location: 0, line: 1, category: 2 }, data: [[0], [1, null, 0], [2, 5]] },
      stringTable: strings,
    },
  ],
};
const processed = {
  meta: { preprocessedProfileVersion: 50, startTime: 1000.5, interval: 2 },
  shared: { stringArray: strings },
  threads: [
    {
      name: 'Main',
      pid: '7',
      tid: 8,
      processName: 'tab',
      samples: { length: 5, stack: [1, 2, 2, null, 1], timeDeltas: [1.5, 2, 2, 2, 2] },
      stackTable: { length: 3, prefix: [null, 0, 1], frame: [0, 1, 2] },
      frameTable: { length: 3, func: [0, 1, 2] },
      funcTable: { length: 3, name: [0, 1, 3], fileName: [null, null, 4] },
    },
  ],
};
const TREE = [
  'tab 7 / Main 8 (stack)',
  '  main 1500000+6000000 [Other]',
  '    work b.js:7 3500000+4000000 [JavaScript]',
  '  main 9500000+2000000 [Other]',
].join('\n');
const read = (document: object, piece?: number): ReturnType<typeof readText> =>
  readText(firefox, JSON.stringify(document), piece);

describe('a Firefox profile', () => {
  it.each([1, 100, 4096])('as the browser writes it, in pieces of %d bytes', (piece) => {
    const sink = read(raw, piece);
    expect(sink.tree()).toBe(TREE);
    expect(sink.baseNs).toBe('1000500000');
    expect(read({ label: 'x', profile: raw }, piece).tree()).toBe(TREE);
  });

  it('as its site keeps it', () => {
    const tree = TREE.replace('work b.js:7', 'f')
      .replace(' [Other]', '')
      .replace(' [Other]', '')
      .replace('JavaScript', 'b.js');
    expect(read(processed).tree()).toBe(tree);
    const [thread] = processed.threads;
    const tables = {
      stackTable: thread?.stackTable,
      frameTable: thread?.frameTable,
      funcTable: thread?.funcTable,
    };
    const bare = { name: 'Main', pid: '7', tid: 8, processName: 'tab', samples: thread?.samples };
    expect(read({ ...processed, shared: { stringArray: strings, ...tables }, threads: [bare] }).tree()).toBe(
      tree,
    );
  });

  it('puts other processes on the clock of the first', () => {
    const inner = { ...raw, meta: { startTime: 1010.5 } };
    const sink = read({ ...raw, processes: [inner] });
    expect(sink.baseNs).toBe('1000500000');
    expect(sink.spans.slice(3).map(({ startNs }) => startNs)).toEqual([11500000, 13500000, 19500000]);
  });

  it('withstands circles, places out of range and times that go back', () => {
    const [thread] = raw.threads;
    const odd = {
      ...raw,
      threads: [
        {
          ...thread,
          samples: {
            data: [
              [1, 5],
              [2, 4],
              [99, 6],
              [-3, 7],
              [1, null],
            ],
          },
          stackTable: {
            data: [
              [2, 0],
              [0, 1],
              [1, 77],
            ],
          },
        },
      ],
    };
    const sink = read(odd);
    expect(sink.spanCount).toBe(0);
    expect(sink.warnings.map(({ kind, count }) => `${kind} ${count}`)).toEqual([
      'broken-events 3',
      'overlapping 2',
    ]);
  });

  it('is read up to wherever it is cut', () => {
    const bytes = encodeUtf8(JSON.stringify(raw));
    for (const cut of cuts(bytes.length, 40)) {
      try {
        const sink = readTrace(firefox, bytes.slice(0, cut), 11);
        expect(sink.warnings.map(({ kind }) => kind)).toContain('cut');
      } catch (thrown) {
        expect(String(thrown)).toContain(`at byte ${cut}`);
      }
    }
  });

  it('is told by what stands in it', () => {
    expect(sniffs(firefox, JSON.stringify(raw))).toBe(true);
    expect(sniffs(firefox, JSON.stringify(processed))).toBe(true);
    expect(sniffs(firefox, '{"profile": {"nodes": [{"callFrame": {}}]}}')).toBe(false);
  });
});
