import { describe, expect, it } from 'vitest';
import type {
  Difference,
  DifferencePart,
  DifferenceRequest,
  NoDifference,
} from '../../../contract/difference.ts';
import { columnsOf } from '../../../core/analysis/trace/columns.test-support.ts';
import { traceReport } from '../../../core/analysis/trace/trace-report.ts';
import { createFakeHost } from '../fake-host.fixture.ts';

const columns = columnsOf([{ name: 'work', startUs: 0, durationUs: 10 }]);
const part = (place: number): DifferencePart => ({
  name: `k\u001b[2Jernel_${place}_${'long'.repeat(30)}`,
  op: 'kernel',
  family: 'matrix',
  module: [],
  match: place === 0 ? 'new' : 'same',
  matchedBy: 'name',
  a: null,
  b: { members: [place], names: [], ops: [], providers: [], shapes: [], count: 2, ms: 3, ci95: null },
  deltaMs: 3,
  deltaCi95: null,
  isClear: false,
  ownDeltaMs: 3,
  note: '',
});
const difference: Difference = {
  kind: 'traces',
  a: 'before.json',
  b: 'after.json',
  per: 'step',
  aMs: 10,
  bMs: 100,
  deltaMs: 90,
  deltaCi95: null,
  parts: Array.from({ length: 29 }, (_, place) => part(place)),
  residualMs: 3,
  residualCi95: null,
  outsideDeltaMs: null,
  drift: null,
  frames: [],
  matched: { byName: 0, byTensor: 0, byStructure: 0, onlyA: 0, onlyB: 29, share: 0 },
  nodes: null,
  cautions: ['They trace different programs.'],
  sentence: 'Of +90.0 ms a step, a kernel takes +3.00 ms.',
};

function hostWith(answer: Difference | NoDifference = difference) {
  const requests: DifferenceRequest[] = [];
  const host = createFakeHost({
    openTrace: async ({ path }) => ({
      id: path.endsWith('a.json') ? 'aa' : 'bb',
      path,
      info: { ...columns.info, id: path.endsWith('a.json') ? 'aa' : 'bb' },
      progress: null,
    }),
    getDifference: async (request) => {
      requests.push(request);
      return answer;
    },
    traceReport: async () => traceReport(columns, null),
  });
  return { ...host, requests };
}

describe('dyno trace compare', () => {
  it('tells the parts, the others and the rest, so that the column adds up, within 80 columns', async () => {
    const { run, requests } = hostWith();
    const { code, out } = await run('trace', 'compare', 'a.json', 'b.json', '--top', '5', '--by', 'kernels');
    expect([code, requests]).toEqual([0, [{ kind: 'traces', a: 'aa', b: 'bb', by: 'kernels' }]]);
    expect(Math.max(...out.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(out).toMatch(/^24 others +0 ms +72\.0 ms +\+72\.0 ms$/m);
    expect(out).toMatch(/^what none of them accounts for +\+3\.00 ms$/m);
    expect(out).toMatch(/^all, of a mean step +10\.0 ms +100 ms +\+90\.0 ms$/m);
    expect(out).toContain('! They trace different programs.');
    expect(out).not.toContain('\u001b[2J');
  });

  it('is the difference itself as JSON, with what each file holds', async () => {
    const { out } = await hostWith().run('trace', 'compare', 'a.json', 'b.json', '--json');
    expect(JSON.parse(out)).toMatchObject({
      residualMs: 3,
      parts: { length: 29 },
      files: [{ id: 'aa', kernelCount: 0 }, { id: 'bb' }],
    });
  });

  it('refuses what has nothing in common with words', async () => {
    const none = {
      kind: 'none',
      reason: 'Neither trace has kernels.',
      nextStep: 'Do this.',
      unprofiled: [],
    } as const;
    await expect(hostWith(none).run('trace', 'compare', 'a.json', 'b.json')).rejects.toMatchObject({
      code: 'RUN_NOT_COMPARABLE',
    });
  });
});
