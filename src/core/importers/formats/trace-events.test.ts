import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../model/utf8.ts';
import { RecordingSink } from '../recording-sink.test-support.ts';
import { traceEvents } from './trace-events.ts';

const REFERENCE = process.env['DYNO_REFERENCE'] ?? '';

function read(source: string | Uint8Array, pieceBytes = 1 << 20): RecordingSink {
  const bytes = typeof source === 'string' ? encodeUtf8(source) : source;
  const sink = new RecordingSink();
  const reading = traceEvents.read(sink);
  for (let at = 0; at < bytes.length; at += pieceBytes) reading.push(bytes.subarray(at, at + pieceBytes));
  reading.end();
  sink.bindLinks();
  return sink;
}

const event = (fields: Record<string, unknown>): string =>
  JSON.stringify({ ph: 'X', name: 'work', pid: 1, tid: 1, ts: 0, dur: 1, ...fields });
const list = (...events: string[]): string => `[${events.join(',\n')}]`;
const sniff = (text: string): boolean => {
  const bytes = encodeUtf8(text);
  return traceEvents.sniff({ bytes, isWhole: true });
};

describe('times', () => {
  it('keeps nanoseconds at microseconds since 1970', () => {
    const sink = read(
      '[{"ph":"X","name":"a","pid":1,"tid":1,"ts":1712195495519689.123,"dur":0.877},' +
        '{"ph":"X","name":"b","pid":1,"tid":1,"ts":1712195495519690.000,"dur":21.0}]',
    );
    expect(sink.baseNs).toBe('1712195495519689000');
    expect(sink.spans.map(({ startNs, durationNs }) => [startNs, durationNs])).toEqual([
      [123, 877],
      [1000, 21_000],
    ]);
  });

  it('reads them as text, with exponents and below zero, and says of which it cannot', () => {
    const sink = read(
      list(
        event({ name: 'text', ts: '12.345' }),
        '{"ph":"X","name":"exponent","pid":1,"tid":1,"ts":1.5e2,"dur":1e0}',
        event({ name: 'before', ts: -0.25, dur: 2 }),
        '{"ph":"X","name":"none","pid":1,"tid":1,"ts":NaN,"dur":1}',
        event({ name: 'missing', ts: undefined }),
        event({ name: 'backwards', ts: 3, dur: -5 }),
      ),
    );
    expect(sink.spans.map(({ name, startNs, durationNs }) => [name, startNs, durationNs])).toEqual([
      ['text', 345, 1000],
      ['exponent', 138_000, 1000],
      ['before', -12_250, 2000],
      ['backwards', -9000, 0],
    ]);
    expect(sink.warningWords().map((warning) => warning.split(' at')[0])).toEqual([
      'without-time × 2',
      'negative-duration × 1',
    ]);
  });

  it('moves a thread of another clock to the others, and says so', () => {
    const sink = read(
      list(
        event({ tid: 1, ts: 5_000_000 }),
        event({ tid: 2, ts: 1.7e15 }),
        event({ tid: 2, ts: 1.7e15 + 7 }),
        event({ tid: 3, ts: 5_000_003 }),
        event({ tid: 4, ts: 90_000_000_000 }),
      ),
    );
    expect(sink.spans.map(({ startNs }) => startNs)).toEqual([0, 0, 7000, 3000, 0]);
    expect(sink.warnings.map(({ kind, count }) => [kind, count])).toEqual([['clock-bases', 2]]);
  });
});

describe('what is written badly', () => {
  const events = [
    event({ name: 'first', ts: 1 }),
    event({ name: 'second', ts: 3, args: { list: [{ name: 'inner', ph: 'X' }], text: '}{"][' } }),
    event({ name: 'third', ts: 5 }),
  ];
  const names = (source: string | Uint8Array): string[] => read(source).spans.map(({ name }) => name);

  it('reads the same whatever the pieces', () => {
    const text = `\uFEFF{"a": {"b": [1, "]"]}, "traceEvents": ${list(...events)}, "displayTimeUnit": "ns"}`;
    for (const bytes of [1, 2, 3, 7, 64, 200]) {
      const sink = read(encodeUtf8(text), bytes);
      expect(sink.spans.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
      expect(sink.facts.get('displayTimeUnit')).toBe('ns');
      expect(sink.warnings).toEqual([]);
    }
  });

  it('shows what stands before a cut, wherever it is, and names the byte', () => {
    const bytes = encodeUtf8(list(...events));
    for (let end = 1; end < bytes.length; end += 5) {
      const sink = read(bytes.subarray(0, end));
      const whole = events.filter(
        (_event, index) => list(...events.slice(0, index + 1)).length - 1 <= end,
      ).length;
      expect(sink.spans).toHaveLength(whole);
      expect(sink.warnings[0]?.kind).toBe('cut');
      expect(sink.warnings[0]?.atByte).toBeLessThanOrEqual(end);
    }
  });

  it('skips what is no event and goes on behind it', () => {
    const [first = '', second = '', third = ''] = events;
    expect(names(`[${first}, garbage 12 \0\0, ${second},,${third},]`)).toEqual(['first', 'second', 'third']);
    expect(names(`[${first}\n${second}{"ph": "X", "name": "lost, ${third}]`)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(names(`[${first},${second.slice(0, 30)}\n${third}]`)).toEqual(['first', 'third']);
    const broken = read(`[${first}, nonsense, ${third}]`).warnings;
    expect(broken.map(({ kind, atByte }) => [kind, atByte])).toEqual([['broken-events', first.length + 3]]);
  });

  it('takes control characters, escapes and letters of all scripts for what they are', () => {
    const written = [
      '"tab\there"',
      '"line\\nbreak \\"quoted\\" \\u00e9"',
      '"a\0b"',
      '"カーネル"',
      String.raw`"C:\Users\model"`,
    ];
    const text = list(...written.map((name) => `{"ph":"X","pid":1,"tid":1,"ts":1,"dur":1,"name":${name}}`));
    expect(names(text)).toEqual([
      'tab\there',
      'line\nbreak "quoted" é',
      'a\0b',
      'カーネル',
      String.raw`C:Usersmodel`,
    ]);
  });

  it('withstands deep nesting and long names', () => {
    const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
    const long = 'n'.repeat(1_000_000);
    const sink = read(
      list(event({ name: long }), `{"ph":"X","name":"deep","pid":1,"tid":1,"ts":2,"dur":1,"args":${deep}}`),
    );
    expect(sink.spans.map(({ name }) => name.length)).toEqual([1_000_000, 4]);
  });

  it('refuses what has no end and what is no trace', () => {
    const endless = encodeUtf8(`[{"name":"${'x'.repeat(4 << 20)}`);
    const reading = traceEvents.read(new RecordingSink());
    reading.push(endless);
    const more = endless.subarray(20);
    expect(() => {
      for (let pushed = 0; pushed < 10; pushed += 1) reading.push(more);
    }).toThrow(
      expect.objectContaining({
        code: 'TRACE_INVALID',
        message: expect.stringContaining('byte 1 ') as string,
      }),
    );
    expect(() => read('{"nodes": []}')).toThrow(expect.objectContaining({ code: 'TRACE_INVALID' }));
  });
});

describe('arrows', () => {
  const launch = { cat: 'cuda_runtime', name: 'cudaLaunchKernel', args: { correlation: 9 } };
  const kernel = {
    cat: 'kernel',
    name: 'gemm',
    pid: 0,
    tid: 7,
    ts: 50,
    args: { correlation: 9, grid: [64, 1, 1] },
  };

  it('goes from a launch to its kernel once, by number or by flow', () => {
    const flow = [
      event({ ph: 'f', cat: 'ac2g', name: 'ac2g', id: 9, pid: 0, tid: 7, ts: 50, bp: 'e', dur: undefined }),
      event({ ph: 's', cat: 'ac2g', name: 'ac2g', id: 9, dur: undefined }),
    ];
    for (const events of [
      [event(launch), event(kernel)],
      [event(launch), event(kernel), ...flow],
      [...flow, event(launch), event(kernel)],
      [event({ ...launch, args: {} }), event({ ...kernel, args: {} }), ...flow],
    ]) {
      const sink = read(list(...events));
      const told = sink.links.map(({ kind, from, to }) => [
        kind,
        sink.spans[from]?.name,
        sink.spans[to]?.name,
      ]);
      expect(told).toEqual([['launch', 'cudaLaunchKernel', 'gemm']]);
    }
  });

  it('goes on from the innermost span to the next, whatever their order in the file', () => {
    const flow = (ph: string, ts: number, tid: number): string =>
      event({ ph, cat: 'x', name: 'f', id: '0xa1', tid, ts, dur: undefined });
    const sink = read(
      list(
        flow('f', 30, 3),
        event({ name: 'outer', dur: 9 }),
        event({ name: 'inner', ts: 2, dur: 4 }),
        flow('s', 3, 1),
        event({ name: 'step', tid: 2, ts: 10 }),
        flow('t', 10, 2),
        event({ name: 'end', tid: 3, ts: 30 }),
      ),
    );
    const told = sink.links.map(({ kind, from, to }) => [kind, sink.spans[from]?.name, sink.spans[to]?.name]);
    expect(told).toEqual([
      ['flow', 'inner', 'step'],
      ['flow', 'step', 'end'],
    ]);
  });

  it('tells a kernel and its stream by what stands in them', () => {
    const sink = read(list(event(kernel), event({ ...kernel, ts: 60, cat: 'Memcpy', name: 'copy' })));
    expect(sink.tracks.map(({ process, name, kind }) => [process, name, kind])).toEqual([
      ['GPU 0', 'stream 7', 'stream'],
    ]);
    expect(sink.spans.map(({ kind, details }) => [kind, details])).toEqual([
      ['kernel', { correlation: 9, grid: '64,1,1' }],
      ['memcpy', { correlation: 9, grid: '64,1,1' }],
    ]);
  });
});

describe('what overlaps and what counts', () => {
  it('lays asynchronous spans side by side and nests those of one id', () => {
    const at = (ph: string, id: number, name: string, ts: number): string =>
      event({ ph, id, name, ts, cat: 'net', dur: undefined });
    const sink = read(
      list(
        at('b', 1, 'get', 0),
        at('b', 2, 'get', 5),
        at('b', 1, 'body', 2),
        at('e', 1, 'body', 4),
        at('e', 1, 'get', 10),
        at('e', 2, 'get', 12),
        at('b', 3, 'get', 11),
      ),
    );
    expect(sink.tree()).toBe(
      [
        'Process 1 / net (async)',
        '  get 0+10000 [net]',
        '    body 2000+2000 [net]',
        '  get 11000+1000 [net]',
        'Process 1 / net 2 (async)',
        '  get 5000+7000 [net]',
      ].join('\n'),
    );
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['unbalanced']);
  });

  it('makes a counter of each key, and of what the allocator tells', () => {
    const memory = (ts: number, args: object): string =>
      event({
        ph: 'i',
        s: 't',
        name: '[memory]',
        ts,
        dur: undefined,
        args: { 'Device Id': 0, 'Device Type': 1, ...args },
      });
    const sink = read(
      list(
        event({}),
        event({ ph: 'M', name: 'process_name', args: { name: 'python' } }),
        event({ ph: 'C', name: 'load', ts: 1, args: { busy: 3, idle: '1.5' } }),
        memory(1, { Bytes: 64, 'Total Allocated': 100, 'Total Reserved': 200 }),
      ),
    );
    expect(sink.counters.map(({ process, name, samples }) => [process, name, samples])).toEqual([
      ['GPU 0', 'Memory allocated', [[1000, 100]]],
      ['GPU 0', 'Memory reserved', [[1000, 200]]],
      ['python 1', 'load: busy', [[1000, 3]]],
      ['python 1', 'load: idle', [[1000, 1.5]]],
    ]);
  });
});

describe('content', () => {
  it('is told whatever the file is called', () => {
    expect(sniff(list(event({})))).toBe(true);
    expect(sniff('\uFEFF  {"displayTimeUnit":"ms","traceEvents":[]}')).toBe(true);
    expect(sniff('[{"cat" : "Session","pid" :1,"ts" :6,"ph" : "X","name" :"model_loading_uri"}]')).toBe(
      false,
    );
    expect(sniff('{"nodes":[],"samples":[]}')).toBe(false);
    expect(sniff('a;b 12')).toBe(false);
    const late = encodeUtf8('{"metadata": {"much": 1');
    expect(traceEvents.sniff({ bytes: late, isWhole: false })).toBe(true);
    expect(traceEvents.sniff({ bytes: late, isWhole: true })).toBe(false);
  });
});

describe.skipIf(REFERENCE === '')('real traces (skipped where DYNO_REFERENCE is not set)', () => {
  const path = (...names: string[]): string => join(REFERENCE, ...names);

  it('has the kernels that are known of NCCL among others', () => {
    const sink = read(gunzipSync(readFileSync(path('traces', 'hta', 'nccl_data.json.gz'))));
    const kernels = sink.spans.filter(({ kind }) => kind === 'kernel');
    expect(kernels).toHaveLength(2700);
    expect(kernels.reduce((sum, { durationNs }) => sum + durationNs, 0)).toBe(162_532_340);
    const [collective] = sink.spans
      .filter(({ kind, details }) => kind === 'kernel' && details.collective === 'allreduce')
      .sort((a, b) => a.startNs - b.startNs);
    expect(collective?.details).toMatchObject({
      'collective-elements-in': 2_049_000,
      'group-name': 'default_pg',
      'group-ranks': '[0, 1]',
    });
    expect(sink.links.filter(({ kind }) => kind === 'launch')).toHaveLength(2700 + 960 + 114);
  });

  it.each([
    [
      'must-retain-original-order',
      'A 0+3000,B 0+2000,C 0+1000,A 4000+3000,B 5000+2000,C 6000+1000,X 7000+3000',
    ],
    ['out-of-order', 'A -1000+10000,B 0+8000,C 1000+6000'],
    ['matching-x', 'alpha 0+10000,beta 1000+1000,gamma 1000+1000,gamma 5000+1000,beta 5000+1000'],
    ['zero-duration-events', 'A 0+10000,B 1000+0,C 2000+0,D 3000+0'],
    ['too-many-end-events', 'alpha 0+14000,beta 1000+12000'],
    ['mismatched-name', 'alpha 0+10000'],
  ])('puts %s together', (name, spans) => {
    const text = decodeUtf8(readFileSync(path('profiles', 'trace-event', `${name}.json`)));
    const tree = read(text).tree().split('\n').slice(1);
    expect(tree.map((line) => line.trim()).join(',')).toBe(spans);
  });
});
