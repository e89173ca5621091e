import { describe, expect, it } from 'vitest';
import type { TraceFinding, TraceFindingKind } from '../../../../contract/trace-report.ts';
import { TRACE_FINDINGS } from '../../../../contract/trace-report.ts';
import { columnsOf, type GivenSpan, type GivenTrace } from '../columns.test-support.ts';
import { aDevice, launch, operator, step, work } from '../gpu-spans.test-support.ts';
import { traceReport } from '../trace-report.ts';

interface Case {
  readonly spans: readonly GivenSpan[];
  readonly trace?: GivenTrace;
}

function found(kind: TraceFindingKind, { spans, trace = {} }: Case): TraceFinding | undefined {
  return traceReport(columnsOf(spans, trace), null).findings.find((finding) => finding.kind === kind);
}

const loading = (durationUs: number): GivenSpan => ({
  ...{ name: 'enumerate(DataLoader)#_SingleProcessDataLoaderIter.__next__', kind: 'annotation' },
  ...{ startUs: 0, durationUs },
});

const synchronise = (durationUs: number): Case => ({
  spans: [step(1, 0, 1000), { name: 'cudaStreamSynchronize', kind: 'runtime', startUs: 10, durationUs }],
});

const occupied = (percent: number, name = 'elementwise'): Case => ({
  spans: [work({ name, startUs: 0, durationUs: 100, details: { 'occupancy-percent': percent } })],
});

/** Launches every 10 µs of kernels that take so long. */
const stretch = (kernelUs: number): Case => ({
  spans: Array.from({ length: 200 }, (_, at) =>
    launch({
      ...{ callUs: at * 10, callDurationUs: 5, startUs: Math.max(at * 10 + 5, 5 + at * kernelUs) },
      durationUs: kernelUs,
    }),
  ).flat(),
});

const communication = (computeUs: number): Case => ({
  spans: [
    step(1, 0, 1000),
    work({ name: 'ncclKernel_AllReduce', startUs: 0, durationUs: 100, stream: 9 }),
    work({ startUs: 0, durationUs: computeUs }),
  ],
});

const copied = (name: string): Case => ({
  spans: [
    step(1, 0, 1000),
    work({ name, kind: 'memcpy', startUs: 0, durationUs: 50, details: { bytes: 5000 } }),
  ],
});

const multiplied = (name: string, computeCapability: string): Case => ({
  spans: [operator('aten::mm', 0, 50), ...launch({ name, callUs: 10, startUs: 60, durationUs: 500 })],
  trace: { devices: [aDevice({ computeCapability })] },
});

const CASES: Record<
  TraceFindingKind,
  { readonly shows: Case; readonly doesNot: readonly Case[]; cost: number | null }
> = {
  'data-loader-wait': {
    shows: { spans: [step(1, 0, 1000), loading(60)] },
    doesNot: [
      { spans: [step(1, 0, 1000), loading(40)] },
      { spans: [step(1, 0, 1000), loading(60), work({ startUs: 0, durationUs: 60 })] },
    ],
    cost: 60,
  },
  'sync-in-hot-path': {
    shows: synchronise(100),
    doesNot: [
      synchronise(10),
      {
        spans: [
          step(1, 0, 1000),
          { name: 'cudaDeviceSynchronize', kind: 'runtime', startUs: 1001, durationUs: 100 },
        ],
      },
    ],
    cost: 100,
  },
  'low-occupancy': {
    shows: occupied(10),
    doesNot: [occupied(30), occupied(10, 'sm80_xmma_gemm_f16'), occupied(0, 'ncclKernel_AllReduce')],
    cost: null,
  },
  'launch-bound': { shows: stretch(4), doesNot: [stretch(12)], cost: 199 * 6 },
  'exposed-communication': { shows: communication(20), doesNot: [communication(60)], cost: 80 },
  'pageable-copies': {
    shows: copied('Memcpy HtoD (Pageable -> Device)'),
    doesNot: [copied('Memcpy HtoD (Pinned -> Device)')],
    cost: 50,
  },
  'gpu-mostly-idle': {
    shows: { spans: [step(1, 0, 1000), work({ startUs: 0, durationUs: 400 })] },
    doesNot: [
      { spans: [step(1, 0, 1000), work({ startUs: 0, durationUs: 600 })] },
      { spans: [step(1, 0, 1000)] },
    ],
    cost: 600,
  },
  'tensor-cores-unused': {
    shows: multiplied('ampere_sgemm_128x64', '8.0'),
    doesNot: [
      multiplied('ampere_sgemm_128x64', '6.1'),
      multiplied('ampere_fp16_s16816gemm_fp16', '8.0'),
      multiplied('a_gemm_of_unknown_kind', '8.0'),
    ],
    cost: null,
  },
};

describe('findings of a trace', () => {
  it.each(TRACE_FINDINGS)('%s shows where it is, with numbers', (kind) => {
    const finding = found(kind, CASES[kind].shows);
    expect(finding?.costUs ?? null).toBe(CASES[kind].cost);
    expect(finding?.title).toMatch(/\d/);
    expect(finding?.evidence.length).toBeGreaterThan(0);
    expect(finding?.nextStep).not.toBe('');
  });

  it.each(TRACE_FINDINGS)('%s does not where it is not', (kind) => {
    for (const other of CASES[kind].doesNot) expect(found(kind, other)).toBeUndefined();
  });

  it('come the severest first', () => {
    const { findings } = traceReport(
      columnsOf([step(1, 0, 1000), loading(60), work({ startUs: 100, durationUs: 200 })]),
      null,
    );
    expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['gpu-mostly-idle', 'critical'],
      ['data-loader-wait', 'warning'],
    ]);
  });
});
