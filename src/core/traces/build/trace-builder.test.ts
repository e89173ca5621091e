import { describe, expect, it } from 'vitest';
import type { TraceWarning } from '../../../contract/trace.ts';
import { builtIndex, indexFolder, thread } from '../trace-index.test-support.ts';
import { createTraceBuilder } from './trace-builder.ts';

const warned = (warnings: readonly TraceWarning[]): Record<string, number> =>
  Object.fromEntries(warnings.map(({ kind, count }) => [kind, count]));

describe('building an index', () => {
  it('puts tracks in order of their process and place, async ones last of each', () => {
    const { info } = builtIndex((builder) => {
      builder.track({ process: 'GPU 0', name: 'stream 7', kind: 'stream', sort: 30 });
      builder.track({ process: 'python', name: 'requests', kind: 'async', sort: 0 });
      builder.track({ process: 'python', name: 'loader', kind: 'thread', sort: 20 });
      const named = builder.track({ process: '123', name: '123', kind: 'thread', sort: 40 });
      builder.settle(named, { process: 'python', name: 'main', kind: 'thread', sort: 10 }, 0);
    });
    expect(info.tracks.map(({ process, name }) => `${process} ${name}`)).toEqual([
      'python main',
      'python loader',
      'python requests',
      'GPU 0 stream 7',
    ]);
  });

  it('moves a track that proves to be on another clock', () => {
    const { trace, info } = builtIndex((builder) => {
      const track = thread(builder);
      builder.span(track, 0, 0, 0, 100, 50, -1);
      builder.settle(track, { process: 'python', name: 'main', kind: 'thread', sort: 0 }, 1000);
    });
    expect([...trace.startNs]).toEqual([1100]);
    expect([info.fromNs, info.toNs]).toEqual([1100, 1150]);
  });

  it('says what it did about spans that cannot be as they are', () => {
    const { info, trace } = builtIndex((builder) => {
      const track = thread(builder);
      builder.span(track, 0, 0, 0, 10, -5, 77);
      const lost = builder.span(track, 0, 0, 0, NaN, 5, 78);
      builder.detail(lost, 'device', 1);
      builder.span(track, 0, 0, 0, 20, Infinity, 79);
      builder.span(track, 0, 0, 0, -1e300, 5, 80);
      builder.span(track, 0, 0, 0, -0, 0, 81);
      builder.span(track, 0, 0, 0, 100, 50, -1);
      builder.span(track, 0, 0, 0, 120, 50, -1);
    });
    expect(warned(info.warnings)).toEqual({ 'negative-duration': 1, 'without-time': 3, overlapping: 1 });
    expect(info.warnings.map(({ atByte }) => atByte)).toEqual([77, 78, null]);
    expect([...trace.durationNs]).toEqual([0, 0, 50, 50]);
    expect([info.fromNs, info.toNs]).toEqual([0, 170]);
    expect(trace.detail('device').rows).toHaveLength(0);
  });

  it('says that there is no span where there is none', () => {
    expect(warned(builtIndex(() => undefined).info.warnings)).toEqual({ 'no-spans': 1 });
  });

  it('keeps what touches the time asked for, from the first start', () => {
    const { info, trace } = builtIndex(
      (builder) => {
        const track = thread(builder);
        const ids = [5000, 6000, 7000, 8000, 9000].map((at) => builder.span(track, 0, 0, 0, at, 900, at));
        builder.link('flow', ids[0] ?? -1, ids[2] ?? -1);
        builder.link('flow', ids[1] ?? -1, ids[2] ?? -1);
        builder.detail(ids[0] ?? -1, 'device', 0);
        builder.detail(ids[2] ?? -1, 'device', 2);
        const counter = builder.counter({ process: '', name: 'memory', unit: '' });
        for (const at of [5000, 6500, 9500]) builder.sample(counter, at, at);
      },
      { window: { fromUs: 1.5, toUs: 3 } },
    );
    expect([...trace.startNs]).toEqual([6000, 7000, 8000]);
    expect([...trace.links.from, ...trace.links.to]).toEqual([0, 1]);
    expect([...trace.detail('device').rows]).toEqual([1]);
    expect([...trace.counter(0).atNs]).toEqual([6500]);
    expect([info.fromNs, info.toNs, info.window]).toEqual([6000, 8900, { fromUs: 1.5, toUs: 3 }]);
  });

  it('binds links by places to the innermost span there, ends included', () => {
    const { trace } = builtIndex((builder) => {
      const main = thread(builder, 'main', 0);
      const other = thread(builder, 'other', 1);
      builder.linkAt('flow', main, 25, other, 110);
      builder.linkAt('flow', main, 30, other, 95);
      builder.linkAt('flow', main, 99, main, 101);
      builder.span(other, 0, 0, 0, 100, 10, 3);
      builder.span(main, 0, 0, 0, 20, 10, 2);
      builder.span(main, 0, 0, 0, 0, 100, 1);
      builder.settle(main, { process: 'p', name: 'moved', kind: 'thread', sort: 0 }, 1000);
    });
    const offsets = (rows: Uint32Array): (number | undefined)[] =>
      [...rows].map((row) => trace.sourceOffset[row]);
    expect(offsets(trace.links.from)).toEqual([2]);
    expect(offsets(trace.links.to)).toEqual([3]);
  });

  it('sorts links by where they start, and a counter’s samples by time', () => {
    const { trace, info } = builtIndex((builder) => {
      const track = thread(builder);
      const ids = [40, 30, 20, 10].map((at) => builder.span(track, 0, 0, 0, at, 5, -1));
      for (const id of ids) builder.link('launch', id, ids[3] ?? -1);
      const [first, second] = ['a', 'b'].map((name) => builder.counter({ process: 'p', name, unit: 'B' }));
      for (const at of [3, 1, 2]) {
        builder.sample(second ?? -1, at, at * 10);
        builder.sample(first ?? -1, at, at);
      }
      builder.sample(first ?? -1, NaN, 1);
    });
    expect([...trace.links.from]).toEqual([0, 1, 2, 3]);
    expect([...trace.counter(0).value]).toEqual([1, 2, 3]);
    expect([...trace.counter(1).value]).toEqual([10, 20, 30]);
    expect(info.counters.map(({ name, samples }) => [name, samples])).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    expect(warned(info.warnings)).toEqual({ 'without-time': 1 });
  });

  it('keeps names of a megabyte whole, and shows how they begin', () => {
    const long = 'ü'.repeat(1_000_000);
    const folder = indexFolder();
    const builder = createTraceBuilder(folder);
    const name = builder.string(long);
    expect(builder.string('ü'.repeat(1_000_000))).toBe(name);
    builder.span(thread(builder), name, 0, 0, 0, 1, -1);
    expect(builder.preview(10).names[0]).toHaveLength(257);
    builder.discard();
    const { trace } = builtIndex((made) => made.span(thread(made), made.string(long), 0, 0, 0, 1, -1));
    expect(trace.strings[trace.name[0] ?? 0]).toBe(long);
  });

  it('shows the first spans by track and time while the rest is read', () => {
    const builder = createTraceBuilder(indexFolder());
    const second = thread(builder, 'second', 2);
    const first = thread(builder, 'first', 1);
    builder.span(second, builder.string('late'), builder.string('a'), 0, 3000, 1000, -1);
    builder.span(second, builder.string('inner'), builder.string('b'), 0, 1500, 500, -1);
    builder.span(second, builder.string('outer'), builder.string('a'), 0, 1000, 1500, -1);
    builder.span(first, builder.string('only'), builder.string('b'), 0, 0, 1, -1);
    builder.span(first, builder.string('too many'), builder.string('b'), 0, 10, 1, -1);
    const shown = builder.preview(4);
    expect([...shown.name].map((name) => shown.names[name])).toEqual(['only', 'outer', 'inner', 'late']);
    expect([...shown.depth]).toEqual([0, 0, 1, 0]);
    expect([...shown.startUs]).toEqual([0, 1, 1.5, 3]);
    expect([...shown.track].map((track) => shown.tracks[track]?.name)).toEqual([
      'first',
      'second',
      'second',
      'second',
    ]);
    builder.discard();
  });
});
