import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../contract/difference.ts';
import { columnsOf, type GivenSpan } from '../trace/columns.test-support.ts';
import { traceReport } from '../trace/trace-report.ts';
import { differenceOfTraces, type TraceQuestion } from './difference-of-traces.ts';
import { answerOf } from './profiled-model.test-support.ts';
import { kernelTitle, plainKernel } from './traces/plain-kernel.ts';
import type { TracedSide } from './traces/traced-side.ts';

const stream = { process: 'GPU 0', name: 'stream 7', kind: 'stream' } as const;
const kernel = (name: string, startUs: number, durationUs: number): GivenSpan => ({
  name,
  startUs,
  durationUs,
  track: stream,
  kind: 'kernel',
  details: { device: 0, stream: 7 },
});
const step = (name: string, startUs: number, durationUs: number): GivenSpan => ({
  name,
  startUs,
  durationUs,
  kind: 'step',
});
const operator = (name: string, startUs: number, durationUs: number, shapes: string): GivenSpan => ({
  name,
  startUs,
  durationUs,
  kind: 'operator',
  details: { 'input-shapes': shapes },
});

function side(name: string, spans: readonly GivenSpan[]): TracedSide {
  return { name, unit: 'ns', report: traceReport(columnsOf(spans), null), names: [] };
}

function between(a: TracedSide, b: TracedSide, question: TraceQuestion): Difference {
  const difference = answerOf(differenceOfTraces(a, b, question));
  if (difference.kind === 'none') throw new Error(difference.reason);
  expect(
    Math.abs(
      difference.parts.reduce((sum, { deltaMs }) => sum + deltaMs, difference.residualMs) -
        difference.deltaMs,
    ),
  ).toBeLessThan(1e-9);
  return difference;
}

const before = side('before', [
  step('ProfilerStep#1', 0, 100),
  step('ProfilerStep#2', 100, 100),
  kernel('void gemm<float, 2ul>(int)', 10, 40),
  kernel('void gemm<float, 2ul>(int)', 110, 40),
  kernel('relu', 60, 10),
  operator('aten::mm', 5, 4, '[[2, 2]]'),
  operator('aten::relu', 55, 2, '[[2]]'),
]);
const after = side('after', [
  step('ProfilerStep#1', 0, 200),
  kernel('void gemm<float, 5ul>(int)', 10, 120),
  kernel('gelu', 140, 10),
  operator('aten::mm', 5, 6, '[[4, 2]]'),
  operator('aten::gelu', 55, 2, '[[2]]'),
]);

describe('a difference of two traces', () => {
  it('is of a mean step where both have steps: kernels by name, and by name without sizes', () => {
    const { parts, per, aMs, bMs, residualMs, frames, sentence } = between(before, after, { per: 'step' });
    expect([per, aMs, bMs]).toEqual(['step', 0.1, 0.2]);
    expect(parts.map(({ name, match, deltaMs }) => [name, match, Number(deltaMs.toFixed(6))])).toEqual([
      ['void gemm<float, 5ul>(int)', 'renamed', 0.08],
      ['gelu', 'new', 0.01],
      ['relu', 'gone', -0.005],
    ]);
    expect(residualMs).toBeCloseTo(0.015, 9);
    expect(parts[0]).toMatchObject({ a: { count: 1 }, b: { count: 1 }, note: 'One variant in A, one in B.' });
    expect(frames.filter(({ part }) => part >= 0)).toHaveLength(3);
    expect(sentence).toBe('Of +100 µs a step, gemm takes +80.0 µs.');
  });

  it('is of all where that is asked for, with counts, and turns around with its sides', () => {
    const there = between(before, after, { per: 'trace' });
    const back = between(after, before, { per: 'trace' });
    expect(there.parts[0]).toMatchObject({ a: { count: 2, ms: 0.08 }, b: { count: 1, ms: 0.12 } });
    expect(back.deltaMs).toBeCloseTo(-there.deltaMs, 12);
    expect(back.residualMs).toBeCloseTo(-there.residualMs, 12);
    const self = between(before, before, { per: 'trace' });
    expect(self.parts.every(({ deltaMs, match }) => deltaMs === 0 && match === 'same')).toBe(true);
    expect([self.residualMs, self.sentence]).toEqual([0, 'The two take the same time in every part.']);
  });

  it('goes by operators and their shapes where that is asked for, or no device took part', () => {
    const { parts } = between(before, after, { per: 'trace', by: 'operators' });
    expect(parts.find(({ name }) => name === 'aten::mm')).toMatchObject({
      match: 'same',
      deltaMs: expect.closeTo(0.002, 9) as number,
      note: 'Other shapes: 1 in A, 1 in B.',
    });
    const host = side('host', [operator('aten::mm', 0, 5, '[[2]]')]);
    expect(between(host, before, { per: 'trace' }).parts[0]?.op).toBe('operator');
  });

  it('says so where there is nothing to compare', () => {
    const empty = side('empty', [{ name: 'work', startUs: 0, durationUs: 5 }]);
    expect(answerOf(differenceOfTraces(empty, empty, { per: 'trace' }))).toMatchObject({ kind: 'none' });
    const named = { ...empty, names: [{ name: 'work', category: '', count: 1, totalUs: 5, ownUs: 5 }] };
    expect(between(named, named, { per: 'trace' }).parts).toHaveLength(1);
  });

  it('calls kernels by their function, whatever their template is made for', () => {
    const name = 'void at::native::(anonymous namespace)::cat<float, at::Of<2ul> >(float*, int)';
    expect(kernelTitle(name)).toBe('at::native::cat');
    expect(plainKernel('volta_sgemm_128x32_nt', 'sizes')).toBe('volta_sgemm_#x#_nt');
    expect(kernelTitle('operator<')).toBe('operator');
    expect(kernelTitle('<>')).toBe('<>');
  });
});
