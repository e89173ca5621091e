import { describe, expect, it } from 'vitest';
import type { TraceState } from '../../contract/trace.ts';
import { profiledModel } from '../analysis/difference/profiled-model.test-support.ts';
import { columnsOf } from '../analysis/trace/columns.test-support.ts';
import { traceReport } from '../analysis/trace/trace-report.ts';
import { buildDemo } from '../model/index.ts';
import { differenceApi, type DifferenceSurroundings } from './difference-api.ts';

const kept = profiledModel(buildDemo('mlp-tiny'));
const columns = columnsOf([{ name: 'aten::mm', startUs: 0, durationUs: 5, kind: 'operator' }]);

function apiOf(change: Partial<DifferenceSurroundings> = {}) {
  return differenceApi({
    getRun: (id) => ({
      ...kept.run,
      id,
      model: { ...kept.run.model, ref: { kind: 'demo', location: 'demo:mlp-tiny' } },
    }),
    noiseBetween: () => ({ metric: 'p50', floor: 0.02, spread: 0.01, pairs: 10 }),
    profiles: {
      getProfile: async (id) => (id === 'bare' ? null : kept.profile),
      getModelGraph: async (id) => {
        if (id === 'gone') throw new Error('The file is gone.');
        return kept.graph ?? { name: '', nodes: [], tensors: [] };
      },
    },
    traces: {
      getTrace: async (id) => ({ id, path: `/${id}`, info: columns.info, progress: null }) as TraceState,
      traceReport: async () => traceReport(columns, null),
      nameTotals: async () => [],
    },
    ...change,
  });
}

describe('the difference that pages and commands ask for', () => {
  it('is of two profiled runs, also where the file of one is gone', async () => {
    for (const a of ['a', 'gone']) {
      const difference = await apiOf().getDifference({ kind: 'runs', a, b: 'b' });
      expect(difference).toMatchObject({
        kind: 'runs',
        deltaMs: 0,
        residualMs: expect.closeTo(0, 9) as number,
        matched: { share: 1 },
      });
    }
  });

  it('names the command that profiles where one was not', async () => {
    expect(await apiOf().getDifference({ kind: 'runs', a: 'a', b: 'bare' })).toEqual({
      kind: 'none',
      reason: 'B was not profiled: nothing tells which of its operators took how long.',
      nextStep: 'dyno profile demo:mlp-tiny',
      unprofiled: ['bare'],
    });
    expect(await apiOf().getDifference({ kind: 'runs', a: 'bare', b: 'bare' })).toMatchObject({
      reason: expect.stringContaining('Neither') as string,
      unprofiled: ['bare'],
    });
  });

  it('is of two traces that are open', async () => {
    const difference = await apiOf().getDifference({ kind: 'traces', a: 'a', b: 'b' });
    expect(difference).toMatchObject({
      kind: 'traces',
      per: 'trace',
      parts: [{ name: 'aten::mm', deltaMs: 0 }],
    });
  });
});
