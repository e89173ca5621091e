import { describe, expect, it } from 'vitest';
import type { TraceExport } from '../../../contract/trace.ts';
import { columnsOf } from '../../analysis/trace/columns.test-support.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { traceAs } from './index.ts';

const stream = { process: 'GPU 0', name: 'stream 7', kind: 'stream' } as const;
const columns = columnsOf(
  [
    { name: 'a', startUs: 0.001, durationUs: 100 },
    { name: '=cmd()', startUs: 10, durationUs: 20, category: 'x,"y"' },
    { id: 'from', name: 'b;c\nd', startUs: 12, durationUs: 5 },
    { name: '=cmd()', startUs: 40, durationUs: 5 },
    { name: 'a', startUs: 200, durationUs: 1 },
    {
      id: 'to',
      name: 'kernel<"q">',
      startUs: -3,
      durationUs: 4.25,
      track: stream,
      kind: 'kernel',
      details: { grid: '1,2,3', 'input-shapes': '[[1,2],[]]', stream: 7, collective: '@sum' },
    },
  ],
  {
    links: [{ from: 'from', to: 'to' }],
    counters: [
      {
        name: 'memory',
        unit: 'bytes',
        samples: [
          [1, 5],
          [2, Number.NaN],
          [3, 7],
        ],
      },
    ],
    info: { baseNs: '1735689600000000001', name: 'job.json' },
  },
);
const textOf = (format: Exclude<TraceExport, 'arrow'>, of: TraceColumns = columns): string =>
  [...traceAs(format, of)].join('');

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly pid: number | string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly args: Readonly<Record<string, unknown>>;
}

describe('a trace as a Chrome trace', () => {
  const text = textOf('chrome-trace');
  const document = JSON.parse(text) as { traceEvents: Event[] };
  const of = (phase: string): Event[] => document.traceEvents.filter(({ ph }) => ph === phase);

  it('has every span with all digits of its times, on a named track', () => {
    expect(of('X').map(({ name, ts, dur, pid, tid }) => [name, ts, dur, pid, tid])).toEqual([
      ['a', 0.001, 100, 'process', 1],
      ['a', 200, 1, 'process', 1],
      ['=cmd()', 10, 20, 'process', 1],
      ['=cmd()', 40, 5, 'process', 1],
      ['b;c\nd', 12, 5, 'process', 1],
      ['kernel<"q">', -3, 4.25, 0, 2],
    ]);
    const names = of('M').filter(({ name }) => name.endsWith('_name'));
    expect(names.map(({ args }) => args['name'])).toEqual(['process', 'main', 'GPU 0', 'stream 7']);
    expect(text).toContain('"baseTimeNanoseconds":1735689600000000001,');
  });

  it('keeps details as the profilers call them', () => {
    expect(of('X').at(-1)?.args).toEqual({
      stream: 7,
      grid: [1, 2, 3],
      'Input Dims': [[1, 2], []],
      'Collective name': '@sum',
    });
  });

  it('draws arrows from span to span, and counters', () => {
    expect([...of('s'), ...of('f')].map(({ id, pid, tid, ts }) => [id, pid, tid, ts])).toEqual([
      [1, 'process', 1, 12],
      [1, 0, 2, -3],
    ]);
    expect(of('C').map(({ name, ts, args }) => [name, ts, args])).toEqual([
      ['memory', 1, { bytes: 5 }],
      ['memory', 3, { bytes: 7 }],
    ]);
  });
});

describe('a trace for speedscope', () => {
  it('opens and closes the spans of each track in order of time', () => {
    const document = JSON.parse(textOf('speedscope')) as {
      shared: { frames: { name: string }[] };
      profiles: { name: string; unit: string; events: { type: string; frame: number; at: number }[] }[];
    };
    expect(document.profiles.map(({ name, unit }) => [name, unit])).toEqual([
      ['process: main', 'nanoseconds'],
      ['GPU 0: stream 7', 'nanoseconds'],
    ]);
    const words = document.profiles[0]?.events.map(
      ({ type, frame, at }) => `${type} ${document.shared.frames[frame]?.name} ${at}`,
    );
    expect(words).toEqual([
      'O a 1',
      'O =cmd() 10000',
      'O b;c\nd 12000',
      'C b;c\nd 17000',
      'C =cmd() 30000',
      'O =cmd() 40000',
      'C =cmd() 45000',
      'C a 100001',
      'O a 200000',
      'C a 201000',
    ]);
  });
});

describe('a trace as folded stacks', () => {
  it('adds up own times of the same stack, each track apart', () => {
    expect(textOf('folded').split('\n')).toEqual([
      'process main;a 76000',
      'process main;a;=cmd() 20000',
      'process main;a;=cmd();b:c d 5000',
      'GPU 0 stream 7;kernel<"q"> 4250',
      '',
    ]);
  });

  it('needs no frame for the track where there is only one', () => {
    expect(textOf('folded', columnsOf([{ name: 'a', startUs: 0, durationUs: 1 }]))).toBe('a 1000\n');
  });
});

describe('a trace as CSV', () => {
  it('has a row a span, details as columns, and no formula', () => {
    const [head, ...lines] = textOf('csv').split('\r\n');
    expect(head).toBe(
      'id,process,track,depth,name,category,kind,start_us,duration_us,own_us,stream,grid,input_shapes,collective',
    );
    expect(lines[0]).toBe('0,process,main,0,a,other,other,3.001,100,75,,,,');
    expect(lines[2]).toBe(`2,process,main,1,'=cmd(),"x,""y""",other,13,20,15,,,,`);
    expect(lines[5]).toBe(
      `5,GPU 0,stream 7,0,"kernel<""q"">",kernel,kernel,0,4.25,4.25,7,"1,2,3","[[1,2],[]]",'@sum`,
    );
    expect(lines).toHaveLength(7);
  });
});

it('writes a trace without spans in every format', () => {
  const empty = columnsOf([]);
  expect(JSON.parse(textOf('chrome-trace', empty))).toHaveProperty('traceEvents');
  expect(JSON.parse(textOf('speedscope', empty))).toMatchObject({ profiles: [] });
  expect(textOf('folded', empty)).toBe('');
  expect(textOf('csv', empty).split('\r\n')).toHaveLength(2);
});
