import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../analysis/trace/columns.test-support.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { folded } from '../../importers/formats/folded.ts';
import { speedscope } from '../../importers/formats/speedscope.ts';
import { traceEvents } from '../../importers/formats/trace-events.ts';
import { readText } from '../../importers/read-trace.test-support.ts';
import type { RecordingSink } from '../../importers/recording-sink.test-support.ts';
import { SPAN_KINDS } from '../../../contract/trace.ts';
import { traceAs } from './index.ts';

const stream = { process: 'GPU 1', name: 'stream 7', kind: 'stream' } as const;
const thread = { process: 'python 4321', name: 'thread 4321 (main)' };
const columns = columnsOf(
  [
    {
      name: 'ProfilerStep#1',
      startUs: 0,
      durationUs: 90.001,
      kind: 'step',
      category: 'user_annotation',
      track: thread,
    },
    {
      name: 'aten::mm',
      startUs: 1,
      durationUs: 50,
      kind: 'operator',
      category: 'cpu_op',
      track: thread,
      details: { 'input-shapes': '[[2,3],[3,4]]', sequence: 5 },
    },
    {
      id: 'call',
      name: 'cudaLaunchKernel',
      startUs: 2.5,
      durationUs: 4,
      kind: 'runtime',
      category: 'cuda_runtime',
      track: thread,
      details: { correlation: 12 },
    },
    {
      id: 'kernel',
      name: 'gemm<"q", \\>',
      startUs: 20,
      durationUs: 30.25,
      kind: 'kernel',
      category: 'kernel',
      track: stream,
      details: {
        device: 1,
        stream: 7,
        correlation: 12,
        grid: '4,1,1',
        block: '32,1,1',
        'occupancy-percent': 50,
      },
    },
  ],
  {
    links: [{ from: 'call', to: 'kernel' }],
    counters: [
      {
        process: 'GPU 1',
        name: 'memory',
        unit: 'bytes',
        samples: [
          [1, 5],
          [30, 7.5],
        ],
      },
    ],
  },
);
const textOf = (format: Parameters<typeof traceAs>[0], of: TraceColumns = columns): string =>
  [...traceAs(format, of)].join('');

function spansOf({ spans, tracks }: RecordingSink): unknown[] {
  return spans
    .map((span) => [
      `${tracks[span.track]?.process} / ${tracks[span.track]?.name} / ${tracks[span.track]?.kind}`,
      ...[span.name, span.category, span.kind, span.startNs, span.durationNs, span.details],
    ])
    .sort((a, b) => Number(a[4]) - Number(b[4]));
}

describe('a Chrome trace that Dyno wrote', () => {
  it('is read as the trace that it was written from', () => {
    const sink = readText(traceEvents, textOf('chrome-trace'));
    const shift = sink.spans.reduce((least, { startNs }) => Math.min(least, startNs), Infinity);
    const written = Array.from({ length: columns.rowCount }, (_, row) => {
      const track = columns.info.tracks[columns.track[row] as number];
      return [
        `${track?.process} / ${track?.name} / ${track?.kind}`,
        columns.strings[columns.name[row] as number],
        columns.categories[columns.category[row] as number],
        SPAN_KINDS[columns.kind[row] as number],
        (columns.startNs[row] as number) + shift,
        columns.durationNs[row],
      ];
    }).sort((a, b) => Number(a[4]) - Number(b[4]));
    expect(spansOf(sink).map((span) => (span as unknown[]).slice(0, 6))).toEqual(written);
    expect(sink.spans.find(({ kind }) => kind === 'kernel')?.details).toEqual({
      device: 1,
      stream: 7,
      correlation: 12,
      grid: '4,1,1',
      block: '32,1,1',
      'occupancy-percent': 50,
    });
    expect(sink.spans.find(({ kind }) => kind === 'operator')?.details).toEqual({
      'input-shapes': '[[2,3],[3,4]]',
      sequence: 5,
    });
    sink.bindLinks();
    expect(
      sink.links.map(({ kind, from, to }) => [kind, sink.spans[from]?.name, sink.spans[to]?.name]),
    ).toEqual([['launch', 'cudaLaunchKernel', 'gemm<"q", \\>']]);
    expect(sink.counters.map(({ samples }) => samples.map(([, value]) => value))).toEqual([[5, 7.5]]);
  });
});

it('has a speedscope file read again with the same stacks and times', () => {
  const sink = readText(speedscope, textOf('speedscope'));
  expect(sink.spans.map(({ name, startNs, durationNs }) => [name, startNs, durationNs]).sort()).toEqual(
    [
      ['ProfilerStep#1', 0, 90_001],
      ['aten::mm', 1000, 50_000],
      ['cudaLaunchKernel', 2500, 4000],
      ['gemm<"q", \\>', 20_000, 30_250],
    ].sort(),
  );
});

it('has folded stacks read again with the same sums', () => {
  const sink = readText(folded, textOf('folded'));
  expect(Object.fromEntries(sink.ownByName())).toMatchObject({
    'ProfilerStep#1': 40_001,
    'aten::mm': 46_000,
    cudaLaunchKernel: 4000,
    'gemm<"q", \\>': 30_250,
  });
});
