import { describe, expect, it } from 'vitest';
import type { CriticalPath } from '../../../contract/trace-report.ts';
import { columnsOf, type GivenSpan } from './columns.test-support.ts';
import { launch, operator, step, work } from './gpu-spans.test-support.ts';
import { traceReport } from './trace-report.ts';

function pathOf(spans: readonly GivenSpan[]): { readonly parts: object; readonly path: CriticalPath } {
  const { criticalPath } = traceReport(columnsOf(spans), null);
  if (criticalPath === null) throw new Error('no path');
  const parts = Object.fromEntries(
    criticalPath.parts.flatMap(({ kind, totalUs }) => (totalUs === 0 ? [] : [[kind, totalUs]])),
  );
  return { parts, path: criticalPath };
}

describe('the critical path', () => {
  it('follows kernels while the queue is filled, and the launch where it was empty', () => {
    const { parts, path } = pathOf([
      step(1, 0, 100),
      operator('aten::mm', 0, 15),
      ...launch({ name: 'a', callUs: 5, startUs: 20, durationUs: 50 }),
      ...launch({ name: 'b', callUs: 15, startUs: 70, durationUs: 50 }),
    ]);
    // 0–5 host, 5–10 the call, 10–20 on its way, 20–120 kernels
    expect(parts).toEqual({ host: 5, launch: 15, kernel: 100 });
    expect(path).toMatchObject({ step: 'ProfilerStep#1', durationUs: 120 });
    expect(path.spans.map(({ name }) => name)).toEqual(['aten::mm', 'cudaLaunchKernel', 'a', 'b']);
  });

  it('goes through a synchronisation to the work that was waited for', () => {
    const { parts } = pathOf([
      step(1, 0, 100),
      ...launch({ callUs: 0, callDurationUs: 5, startUs: 10, durationUs: 60 }),
      { name: 'cudaDeviceSynchronize', kind: 'runtime', startUs: 5, durationUs: 70 },
      operator('aten::item', 75, 25),
    ]);
    expect(parts).toEqual({ launch: 10, kernel: 60, sync: 5, host: 25 });
  });

  it('goes to the thread that did something last', () => {
    const { parts } = pathOf([
      step(1, 0, 100),
      operator('forward', 0, 30),
      operator('backward', 40, 50, { track: 'autograd' }),
      operator('optimizer', 90, 10),
    ]);
    expect(parts).toEqual({ host: 90, idle: 10 });
  });

  it('goes to the stream whose event was waited for', () => {
    const { parts } = pathOf([
      step(1, 0, 100),
      ...launch({ name: 'compute', callUs: 0, callDurationUs: 2, startUs: 5, durationUs: 45 }),
      { name: 'cudaStreamWaitEvent', kind: 'runtime', startUs: 3, durationUs: 1 },
      ...launch({
        ...{ name: 'ncclKernel_AllReduce', callUs: 5, callDurationUs: 2 },
        ...{ startUs: 52, durationUs: 48, stream: 9 },
      }),
    ]);
    expect(parts).toEqual({ launch: 5, kernel: 45, sync: 2, communication: 48 });
  });

  it('takes a kernel that began long after its launch for held by another stream', () => {
    const { parts } = pathOf([
      step(1, 0, 100),
      ...launch({ callUs: 0, callDurationUs: 2, startUs: 5, durationUs: 75, stream: 7 }),
      ...launch({ callUs: 4, callDurationUs: 2, startUs: 81, durationUs: 19, stream: 8 }),
    ]);
    expect(parts).toEqual({ launch: 5, kernel: 94, sync: 1 });
  });

  it('goes through kernels of a graph that overlap on one stream', () => {
    const { parts } = pathOf([
      step(1, 0, 100),
      { name: 'cudaGraphLaunch', kind: 'runtime', startUs: 0, durationUs: 10, details: { correlation: 77 } },
      work({ startUs: 15, durationUs: 60, details: { correlation: 77 } }),
      work({ startUs: 70, durationUs: 30, details: { correlation: 77 } }),
    ]);
    expect(parts).toEqual({ launch: 15, kernel: 85 });
  });

  it('is none where only functions are known', () => {
    const report = traceReport(columnsOf([{ name: 'main', kind: 'other', startUs: 0, durationUs: 9 }]), null);
    expect(report).toMatchObject({ criticalPath: null, stepPaths: [] });
  });

  it('calls what nothing was recorded in idle, and always adds up to the step', () => {
    const { parts, path } = pathOf([
      step(1, 0, 100),
      ...launch({ callUs: 50, startUs: 60, durationUs: 10 }),
      work({ startUs: 71, durationUs: 2, stream: 8 }),
    ]);
    expect(parts).toEqual({ idle: 95, launch: 5 });
    expect(path.durationUs).toBe(100);
  });

  it('is of the step in the middle, beside those of all others', () => {
    const report = traceReport(
      columnsOf([step(1, 0, 10), step(2, 10, 30), step(3, 40, 20), operator('a', 0, 60, { track: 'b' })]),
      null,
    );
    expect(report.criticalPath?.step).toBe('ProfilerStep#3');
    expect(report.stepPaths.map(({ durationUs }) => durationUs)).toEqual([10, 30, 20]);
  });
});
