import { describe, expect, it } from 'vitest';
import { columnsOf, type GivenSpan } from './columns.test-support.ts';
import { launch, operator, step, work } from './gpu-spans.test-support.ts';
import { traceReport } from './trace-report.ts';

const stepsOf = (spans: readonly GivenSpan[]) => traceReport(columnsOf(spans), null).steps;

describe('the split of a step', () => {
  it('counts each moment once, for the first of what was going on', () => {
    const [split] = stepsOf([
      step(1, 0, 100),
      { name: 'enumerate(DataLoader)#_Iter.__next__', kind: 'annotation', startUs: 0, durationUs: 20 },
      operator('aten::mm', 10, 50),
      ...launch({ callUs: 30, callDurationUs: 10, startUs: 35, durationUs: 20 }),
      ...launch({ callUs: 42, callDurationUs: 3, startUs: 50, durationUs: 15, kind: 'memcpy', stream: 8 }),
      ...launch({ callUs: 46, callDurationUs: 2, startUs: 64, durationUs: 6, kind: 'memset', stream: 9 }),
    ]);
    expect(split).toEqual({
      name: 'ProfilerStep#1',
      startUs: 0,
      durationUs: 100,
      kernelUs: 20, // 35–55
      memcpyUs: 10, // 55–65
      memsetUs: 5, // 65–70
      communicationUs: 0,
      runtimeUs: 5, // 30–35
      dataLoaderUs: 20,
      cpuUs: 10, // 20–30
      otherUs: 30, // 70–100
    });
  });

  it('tells kernels that communicate and calls of process groups apart', () => {
    const [split] = stepsOf([
      step(1, 0, 100),
      operator('nccl:all_reduce', 0, 10),
      work({ name: 'ncclDevKernel_AllReduce_Sum_f32', startUs: 20, durationUs: 30 }),
      work({ startUs: 40, durationUs: 20, stream: 8 }),
    ]);
    expect(split).toMatchObject({ kernelUs: 20, communicationUs: 30, cpuUs: 0, otherUs: 50 });
  });

  it('reaches to the end of the work that the step launched, and the next begins there', () => {
    const steps = stepsOf([
      step(1, 0, 100),
      ...launch({ callUs: 50, startUs: 60, durationUs: 90 }),
      step(2, 100, 100),
      ...launch({ callUs: 120, startUs: 150, durationUs: 10 }),
    ]);
    expect(steps).toMatchObject([
      { startUs: 0, durationUs: 150, kernelUs: 90 },
      { startUs: 150, durationUs: 50, kernelUs: 10 },
    ]);
  });

  it('begins the first step after work that was launched before it', () => {
    const [split] = stepsOf([
      work({ startUs: 0, durationUs: 40 }),
      step(1, 10, 90),
      ...launch({ callUs: 20, startUs: 50, durationUs: 10 }),
    ]);
    expect(split).toMatchObject({ startUs: 40, durationUs: 60, kernelUs: 10 });
  });

  it('leaves out a last step that was cut, and says so', () => {
    const many = (from: number, count: number): GivenSpan[] =>
      Array.from({ length: count }, (_, at) =>
        launch({ callUs: from + 4 * at, callDurationUs: 1, startUs: from + 4 * at + 2, durationUs: 1 }),
      ).flat();
    const spans = [step(1, 0, 100), ...many(0, 10), step(2, 100, 100), ...many(100, 7)];
    const report = traceReport(columnsOf(spans), null);
    expect(report.steps.map(({ name }) => name)).toEqual(['ProfilerStep#1']);
    expect(report.warnings).toMatchObject([{ kind: 'approximate', count: 1 }]);
    expect(stepsOf([...spans, ...many(150, 1)])).toHaveLength(2);
  });

  it('takes the whole trace where there are no steps', () => {
    expect(stepsOf([operator('aten::mm', 10, 40), work({ startUs: 30, durationUs: 70 })])).toMatchObject([
      { name: 'whole trace', startUs: 0, durationUs: 90, kernelUs: 70, cpuUs: 20 },
    ]);
  });

  it('averages over the steps', () => {
    const { meanStep } = traceReport(
      columnsOf([step(1, 0, 100), operator('a', 0, 10), step(2, 100, 50), operator('a', 100, 30)]),
      null,
    );
    expect(meanStep).toMatchObject({ durationUs: 75, cpuUs: 20, otherUs: 55 });
  });

  it('shows the steps of one process where several ranks lie in one file', () => {
    const ofRank = (rank: string): GivenSpan => ({
      ...step(1, 0, 100),
      track: { process: rank, name: 'main' },
    });
    const report = traceReport(columnsOf([ofRank('rank 0'), ofRank('rank 1')]), null);
    expect(report.steps).toHaveLength(1);
    expect(report.warnings.map(({ kind }) => kind)).toContain('approximate');
  });
});
