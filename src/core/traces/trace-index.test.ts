import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { SPAN_KINDS, type DetailKey } from '../../contract/trace.ts';
import { createTraceBuilder } from './build/trace-builder.ts';
import { openTraceColumns } from './read/open-trace-columns.ts';
import { builtIndex, FACTS, indexFolder, thread } from './trace-index.test-support.ts';

const someSpans = fc.array(
  fc.record({
    track: fc.nat(3),
    name: fc.nat(5),
    kind: fc.nat(SPAN_KINDS.length - 1),
    at: fc.integer({ min: -50, max: 200 }),
    lasts: fc.nat(40),
    correlation: fc.option(fc.nat(9)),
    shapes: fc.option(fc.nat(3)),
  }),
  { maxLength: 80 },
);

describe('a trace’s index', () => {
  it('gives back every span that was given, in any order, with all that was said of it', () => {
    fc.assert(
      fc.property(someSpans, (given) => {
        const { trace, info } = builtIndex((builder) => {
          given.forEach((span, number) => {
            const id = builder.span(
              thread(builder, `thread ${span.track}`, -span.track),
              builder.string(`name ${span.name}`),
              builder.string(`category ${span.kind}`),
              span.kind,
              span.at,
              span.lasts,
              number,
            );
            if (span.correlation !== null) builder.detail(id, 'correlation', span.correlation);
            if (span.shapes !== null)
              builder.detail(id, 'input-shapes', builder.string(`shapes ${span.shapes}`));
          });
        });
        expect(info.spans).toBe(given.length);
        const detailOf = (key: DetailKey): Map<number, number> => {
          const { rows, values } = trace.detail(key);
          return new Map([...rows].map((row, place) => [row, values[place] ?? NaN]));
        };
        const correlation = detailOf('correlation');
        const shapes = detailOf('input-shapes');
        const read = Array.from({ length: trace.rowCount }, (_, row) => ({
          number: trace.sourceOffset[row] ?? -1,
          track: info.tracks[trace.track[row] ?? -1]?.name,
          name: trace.strings[trace.name[row] ?? 0],
          category: trace.categories[trace.category[row] ?? 0],
          kind: trace.kind[row],
          at: trace.startNs[row],
          lasts: trace.durationNs[row],
          correlation: correlation.get(row) ?? null,
          shapes: shapes.has(row) ? trace.strings[shapes.get(row) ?? 0] : null,
        })).sort((a, b) => a.number - b.number);
        expect(read).toEqual(
          given.map((span, number) => ({
            number,
            track: `thread ${span.track}`,
            name: `name ${span.name}`,
            category: `category ${span.kind}`,
            kind: span.kind,
            at: span.at,
            lasts: span.lasts,
            correlation: span.correlation,
            shapes: span.shapes === null ? null : `shapes ${span.shapes}`,
          })),
        );
        const { lanes } = trace;
        for (let lane = 0; lane < lanes.count; lane++) {
          for (let row = lanes.firstRow[lane] ?? 0; row < (lanes.firstRow[lane + 1] ?? 0); row++) {
            expect([trace.track[row], trace.depth[row]]).toEqual([lanes.track[lane], lanes.depth[lane]]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps details by row, the last word for one span, whether few or many have them', () => {
    const { trace } = builtIndex((builder) => {
      const main = thread(builder);
      for (let step = 0; step < 3000; step++) {
        // The latest comes first, so that rows and arrivals run against each other.
        const id = builder.span(main, 1, 0, 0, (3000 - step) * 10, 5, -1);
        builder.detail(id, 'device', 1);
        builder.detail(id, 'device', step);
        if (step % 500 === 0) builder.detail(id, 'stream', 7);
        if (step % 500 === 0) builder.detail(id, 'stream', step);
      }
    });
    const device = trace.detail('device');
    expect(device.rows).toHaveLength(3000);
    expect([device.rows[0], device.values[0], device.values[2999]]).toEqual([0, 2999, 0]);
    const stream = trace.detail('stream');
    expect([...stream.rows]).toEqual([499, 999, 1499, 1999, 2499, 2999]);
    expect([...stream.values]).toEqual([2500, 2000, 1500, 1000, 500, 0]);
    expect(trace.detail('bytes').rows).toHaveLength(0);
  });

  it('is opened by Arrow, with names, tracks and kinds in words', () => {
    const { folder } = builtIndex((builder) => {
      builder.base('1700000000000000000');
      const stream = builder.track({ process: 'GPU 0', name: 'stream 7', kind: 'stream', sort: 9 });
      const op = builder.span(
        thread(builder),
        builder.string('aten::mm'),
        builder.string('cpu_op'),
        7,
        5,
        90,
        0,
      );
      const kernel = builder.span(stream, builder.string('gemm'), builder.string('kernel'), 1, 20, 30, 99);
      builder.detail(kernel, 'grid', builder.string('8,1,1'));
      builder.detail(kernel, 'stream', 7);
      builder.link('launch', op, kernel);
      builder.sample(builder.counter({ process: 'GPU 0', name: 'memory', unit: 'B' }), 30, 4096);
    });
    const rows = (part: string): unknown[] =>
      tableFromIPC(readFileSync(join(folder, `${part}.arrow`)))
        .toArray()
        .map((row: { toJSON(): unknown }) => row.toJSON());
    expect(rows('spans')).toEqual([
      {
        start_ns: 5,
        duration_ns: 90,
        own_ns: 90,
        name: 'aten::mm',
        category: 'cpu_op',
        kind: 'operator',
        track: 'python / main',
        depth: 0,
        source_offset: 0,
      },
      {
        start_ns: 20,
        duration_ns: 30,
        own_ns: 30,
        name: 'gemm',
        category: 'kernel',
        kind: 'kernel',
        track: 'GPU 0 / stream 7',
        depth: 0,
        source_offset: 99,
      },
    ]);
    expect(rows('details')).toEqual([{ row: 1, key: 'stream', value: 7 }]);
    expect(rows('texts')).toEqual([{ row: 1, key: 'grid', text: '8,1,1' }]);
    expect(rows('links')).toEqual([{ kind: 'launch', from_row: 0, to_row: 1 }]);
    expect(rows('counters')).toEqual([{ counter: 'GPU 0 / memory', at_ns: 30, value: 4096 }]);
    const { schema } = tableFromIPC(readFileSync(join(folder, 'spans.arrow')));
    expect(schema.metadata.get('dyno.base_ns')).toBe('1700000000000000000');
  });

  it('is not there before it is whole, and leaves nothing when it is given up', () => {
    const folder = indexFolder();
    const builder = createTraceBuilder(folder);
    builder.span(thread(builder), builder.string('x'.repeat(5000)), 0, 0, 0, 1, -1);
    expect(existsSync(folder)).toBe(false);
    builder.discard();
    expect(readdirSync(dirname(folder))).toEqual([]);
  });

  it('takes the place of one that was there', () => {
    const { folder } = builtIndex((builder) => void builder.span(thread(builder), 0, 0, 0, 0, 1, -1));
    createTraceBuilder(folder).finish(FACTS);
    const trace = openTraceColumns(folder);
    expect(trace.rowCount).toBe(0);
    trace.close();
    expect(readdirSync(dirname(folder))).toEqual(['index']);
  });

  it('says of a file that was cut that it is damaged', () => {
    const { folder } = builtIndex((builder) => void builder.span(thread(builder), 0, 0, 0, 0, 1, -1));
    truncateSync(join(folder, 'spans.arrow'), 100);
    expect(() => openTraceColumns(folder)).toThrow('not as long as it was written');
  });
});
