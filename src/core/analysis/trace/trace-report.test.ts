import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPAN_KINDS } from '../../../contract/trace.ts';
import { columnsOf, type GivenSpan } from './columns.test-support.ts';
import { launch, operator, step, work } from './gpu-spans.test-support.ts';
import { traceReport } from './trace-report.ts';

/** All numbers anywhere in it. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

const NAMES = [
  'a',
  'cudaLaunchKernel',
  'cudaDeviceSynchronize',
  'ncclKernel',
  'aten::mm',
  'nccl:x',
  'ProfilerStep#1',
];

const span: fc.Arbitrary<GivenSpan> = fc.record({
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom(...SPAN_KINDS),
  startUs: fc.integer({ min: -50, max: 200 }),
  durationUs: fc.integer({ min: -5, max: 90 }),
  track: fc.constantFrom<GivenSpan['track'][]>(
    'main',
    'other',
    { process: 'GPU 0', name: 'stream 7', kind: 'stream' },
    { process: 'GPU 1', name: 'stream 8', kind: 'stream' },
  ),
  details: fc.record(
    {
      correlation: fc.integer({ min: 0, max: 5 }),
      'blocks-per-sm': fc.integer({ min: -1, max: 2 }),
      bytes: fc.nat(9),
    },
    { requiredKeys: [] },
  ),
}) as fc.Arbitrary<GivenSpan>;

describe('a report', () => {
  it('of nothing is empty', () => {
    const report = traceReport(columnsOf([]), null);
    expect(report).toMatchObject({ spanUs: 0, busyUs: 0, steps: [], kernels: [], criticalPath: null });
  });

  it('of a trace without GPU says so once, and what the host did', () => {
    const report = traceReport(columnsOf([step(1, 0, 100), operator('aten::mm', 0, 40)]), null);
    expect(report).toMatchObject({ hasGpu: false, busyUs: 0, idleUs: 100, launches: null, devices: [] });
    expect(report.steps).toMatchObject([{ cpuUs: 40, otherUs: 60 }]);
    expect(report.warnings.map(({ kind }) => kind)).toEqual(['no-gpu']);
    const told = { kind: 'no-gpu' as const, text: 'none', count: 1, atByte: null };
    expect(traceReport(columnsOf([step(1, 0, 9)], { warnings: [told] }), null).warnings).toEqual([told]);
  });

  it('of lengths that are no time says nothing of time', () => {
    const columns = columnsOf([{ name: 'main', startUs: 0, durationUs: 5 }], { info: { unit: 'samples' } });
    expect(traceReport(columns, null)).toMatchObject({ spanUs: 0, warnings: [{ kind: 'without-time' }] });
  });

  it('holds for any trace: no number is none, parts add up', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 40 }), fc.boolean(), (spans, isPart) => {
        const report = traceReport(columnsOf(spans), isPart ? { fromUs: 30, toUs: 120 } : null);
        expect(numbersIn(report).filter((value) => !Number.isFinite(value))).toEqual([]);
        expect(report.busyUs).toBeLessThanOrEqual(report.spanUs + 1e-6);
        for (const { durationUs, name: _name, startUs: _startUs, ...parts } of report.steps) {
          expect(numbersIn(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(durationUs, 6);
        }
        for (const { durationUs, parts } of report.stepPaths) {
          expect(parts.reduce((sum, { totalUs }) => sum + totalUs, 0)).toBeCloseTo(durationUs, 6);
        }
        for (const { computeUs, busyUs, communicationUs } of report.devices) {
          expect(Math.max(computeUs, communicationUs)).toBeLessThanOrEqual(busyUs + 1e-6);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('a report of a stretch', () => {
  const spans = [
    operator('outer', 0, 100),
    operator('inner', 40, 20),
    ...launch({ name: 'first', callUs: 10, startUs: 20, durationUs: 30 }),
    ...launch({ name: 'second', callUs: 45, startUs: 60, durationUs: 60 }),
  ];

  it('cuts what reaches over its ends, and leaves out the rest', () => {
    const report = traceReport(columnsOf(spans), { fromUs: 40, toUs: 100 });
    expect(report).toMatchObject({ spanUs: 60, busyUs: 50, kernelCount: 2 });
    expect(report.kernels).toMatchObject([
      { name: 'second', totalUs: 40 },
      { name: 'first', totalUs: 10 },
    ]);
    expect(report.operators).toMatchObject([
      { name: 'inner', hostUs: 20, deviceUs: 40 },
      { name: 'outer', hostUs: 60, hostOwnUs: 40 },
    ]);
    expect(report.steps).toMatchObject([{ startUs: 40, durationUs: 60 }]);
  });

  it('names spans by their place in the whole trace', () => {
    const columns = columnsOf(spans);
    const report = traceReport(columns, { fromUs: 55, toUs: 110 });
    for (const { span: row, name } of report.criticalPath?.spans ?? []) {
      expect(columns.strings[columns.name[row] ?? 0]).toBe(name);
    }
    expect(report.criticalPath?.spans.length).toBeGreaterThan(1);
  });

  it('is the whole where it holds all, and empty where nothing is', () => {
    const columns = columnsOf(spans);
    expect(traceReport(columns, { fromUs: -10, toUs: 1000 })).toEqual(traceReport(columns, null));
    expect(traceReport(columns, { fromUs: 500, toUs: 600 })).toMatchObject({ spanUs: 0, kernelCount: 0 });
    expect(traceReport(columns, { fromUs: 60, toUs: 20 })).toMatchObject({ spanUs: 0, kernelCount: 0 });
  });

  it('counts work that lies in it alone', () => {
    const columns = columnsOf([work({ startUs: 0, durationUs: 10 }), work({ startUs: 50, durationUs: 10 })]);
    expect(traceReport(columns, { fromUs: 40, toUs: 100 })).toMatchObject({ spanUs: 20, kernelUs: 10 });
  });
});
