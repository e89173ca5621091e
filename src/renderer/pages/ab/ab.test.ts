import { describe, expect, it } from 'vitest';
import type { AbComparison } from '../../../contract/ab.ts';
import { EMPTY_DRAFT } from '../../state/bench-request.ts';
import { answerOf } from '../../../core/analysis/ab/answer.ts';
import { abFacts } from './ab-facts.ts';
import { abRequest, draftOfBench } from './side-draft.ts';

const MLP = { kind: 'demo', location: 'demo:mlp-tiny' } as const;

describe('what is set up for A and B', () => {
  it('begins with what Bench has', () => {
    expect(draftOfBench(EMPTY_DRAFT)).toEqual({});
    expect(draftOfBench({ ...EMPTY_DRAFT, model: MLP, threads: 2 })).toEqual({ model: MLP, threads: 2 });
  });

  it('takes what B leaves blank from A', () => {
    const limits = { marginPercent: 5, pairs: 20, seconds: 3 };
    expect(abRequest({ model: MLP, batch: 4 }, { threads: 1 }, limits)).toEqual({
      a: { model: MLP, batch: 4 },
      b: { model: MLP, batch: 4, threads: 1 },
      margin: 0.05,
      pairs: 20,
      durationMs: 3000,
    });
    expect(abRequest({ batch: 4 }, {}, {})).toBeNull();
  });
});

describe('what a verdict rests on', () => {
  const comparison: AbComparison = {
    id: 'c',
    name: '',
    tags: [],
    status: 'done',
    request: { a: { model: MLP }, b: { model: MLP } },
    aRunId: 'a',
    bRunId: 'b',
    createdAt: 1000,
    endedAt: 3000,
    pairs: [],
    lostPairs: 2,
    resolution: 0,
    answer: null,
    agreement: { compared: 4, maxError: 0, meanError: 0, cosine: 1, notANumber: 1, reasons: [] },
    cautions: [],
    error: null,
    deletedAt: null,
  };
  const valueOf = (id: string, change: Partial<AbComparison> = {}): string | undefined =>
    abFacts({ ...comparison, ...change }, 1000).find((fact) => fact.id === id)?.value;

  it('is a dash where nothing was measured', () => {
    expect(valueOf('ratio')).toBe('—');
    expect(valueOf('lost')).toBe('2');
    expect(valueOf('outputs')).toBe('the same, 1 are no numbers');
    expect(valueOf('took')).toBe('2.00 s');
  });

  it('has the numbers of the sentence', () => {
    const ratios = [1.1, 1, 0.9, 1.2, 0.8, 1.05];
    const answer = answerOf(ratios, { margin: 0.02, isLast: true, resolution: 0 });
    expect(valueOf('need', { answer })).toBe(`about ${answer.needPairs}`);
    expect(answer.sentence).toContain(valueOf('interval', { answer }));
  });
});
