import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import { OrtProfileReader, type OrtEvent, type OrtProfileEnd } from './ort-profile.ts';

const reference = process.env['DYNO_REFERENCE'];
const folder = reference === undefined ? '' : join(reference, 'profiles/ort');

interface Read {
  readonly events: readonly OrtEvent[];
  readonly end: OrtProfileEnd;
}

function read(bytes: Uint8Array, piece = bytes.length): Read {
  const events: OrtEvent[] = [];
  const reader = new OrtProfileReader((event) => events.push(event));
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.slice(at, at + piece));
  return { events, end: reader.end() };
}

const readText = (text: string, piece?: number): Read => read(Buffer.from(text), piece);
const nodeSum = (events: readonly OrtEvent[]): number =>
  events.filter(({ kind }) => kind === 'node').reduce((sum, { durationUs }) => sum + durationUs, 0);

/** As the runtime writes it: nothing escaped. */
const ownEvent = (name: string, dur: number): string =>
  `{"cat" : "Node","pid" :1,"tid" :7,"dur" :${dur},"ts" :100,"ph" : "X","name" :"${name}_kernel_time","args" : {"op_name" : "Mul","provider" : "CPUExecutionProvider","node_index" : "3","input_type_shape" : [{"float":[2,3]},{"int64":[]}],"output_type_shape" : [{"double":[2]}],"output_size" : "16","mem_bytes_in_use" : "640","mem_in_use_delta" : "-64","mem_in_use_peak" : "704","mem_arena_held" : "1024","thread_scheduling_stats" : {"main_thread": {"block_size": [1]}}}}`;

describe.skipIf(reference === undefined)('the reference profiles (where DYNO_REFERENCE is set)', () => {
  const known: Readonly<Record<string, number>> = { light_resnet50: 224908, light_squeezenet: 23856 };

  it.each(reference === undefined ? [] : readdirSync(folder))('sums up the nodes of %s exactly', (file) => {
    const bytes = readFileSync(join(folder, file));
    // A parser of its own: each line but the brackets is one event.
    const all = (JSON.parse(bytes.toString()) as { cat: string; dur: number }[]).filter(
      ({ cat }) => cat === 'Node',
    );
    const wanted = all.reduce((sum, { dur }) => sum + dur, 0);
    const { events, end } = read(bytes, 1000);
    expect(nodeSum(events)).toBe(known[file.split('.')[0] ?? ''] ?? wanted);
    expect(nodeSum(events)).toBe(wanted);
    expect(end).toMatchObject({ isWhole: true, cutAtByte: null, events: events.length });
    expect(events.every(({ kind, memory }) => kind !== 'node' || memory !== null)).toBe(true);
  });

  it.each(reference === undefined ? [] : readdirSync(folder))('reads %s up to wherever it is cut', (file) => {
    const bytes = readFileSync(join(folder, file));
    const { events: all } = read(bytes);
    const ends = all.map((_event, index) => endOfEvent(bytes, index));
    let seed = 12345;
    for (let round = 0; round < 40; round += 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      const cut = seed % bytes.length;
      const { events, end } = read(bytes.subarray(0, cut), 1 + (seed % 4096));
      expect(events).toEqual(all.slice(0, ends.filter((at) => at <= cut).length));
      expect(end.isWhole).toBe(false);
    }
  });

  /** The reader takes one event a line in these files. */
  function endOfEvent(bytes: Uint8Array, index: number): number {
    let at = -1;
    for (let line = 0; line <= index + 1; line += 1) at = bytes.indexOf(0x0a, at + 1);
    return bytes[at - 1] === 0x2c ? at - 1 : at;
  }
});

describe('an event', () => {
  it('is read in our words', () => {
    const { events } = readText(`[\n${ownEvent('layer/Mul', 12)}\n]`);
    expect(events).toEqual([
      {
        kind: 'node',
        name: 'layer/Mul',
        op: 'Mul',
        kernel: '',
        provider: 'cpu',
        nodeIndex: 3,
        thread: 7,
        startUs: 100,
        durationUs: 12,
        inputs: [
          { type: 'float32', shape: [2, 3] },
          { type: 'int64', shape: [] },
        ],
        outputs: [{ type: 'float64', shape: [2] }],
        memory: { inUse: 640, delta: -64, peak: 704, outputBytes: 16 },
      },
    ]);
  });

  it('keeps equal shapes as one value, so that they compare at once', () => {
    const [one, other] = readText(`[${ownEvent('a', 1)},${ownEvent('b', 1)}]`).events;
    expect(one?.inputs).toBe(other?.inputs);
  });

  it('lacks what the runtime does not say', () => {
    const { events } = readText(
      '[{"name":"a_kernel_time","cat":"Node","ts":5,"dur":2,"args":{"op_name":"Conv","provider":"XyzExecutionProvider"}},{"cat":"Node","name":"b_kernel_time","ts":1,"dur":1}]',
    );
    expect(events).toMatchObject([
      { provider: 'XyzExecutionProvider', nodeIndex: -1, memory: null, inputs: [] },
      { op: '', provider: '', memory: null },
    ]);
  });

  it('has no memory where a provider reports zeros for all of it', () => {
    const zeros = ownEvent('a', 1).replace(/("mem_\w+" : )"-?\d+"/g, '$1"0"');
    expect(readText(`[${zeros}]`).events[0]?.memory).toBeNull();
  });

  it('of a GPU names its node, even one with the sign that parts the names', () => {
    const { events } = readText(
      '[{"cat":"Api","pid":-1,"tid":-1,"ts":9,"dur":4,"name":"a&b&MatMul&MatMulPacked","args":{}}]',
    );
    expect(events).toMatchObject([{ kind: 'kernel', name: 'a&b', op: 'MatMul', kernel: 'MatMulPacked' }]);
  });

  it('is passed over where it is none of ours', () => {
    const { events, end } = readText(
      '[{"cat":"Other","ts":1,"dur":1,"name":"x"},{"cat":"Node","ts":1,"dur":1,"name":"x_fence_before"},{},{"cat":"Node","name":"y_kernel_time"}]',
    );
    expect(events).toEqual([]);
    expect(end.isWhole).toBe(true);
  });
});

describe('names that the runtime does not escape', () => {
  const hostile = [
    'a"b',
    '"quoted"',
    'x","args" : {',
    'brace {[} " end',
    'two {"a":{"b": "',
    'line\nbreak',
    'back\\slash',
    'new\\nothing',
    'ends with \\',
    '名😀',
    '}},',
    '',
  ];

  it.each(hostile)('%j is read as it is', (name) => {
    const text = `[\n${ownEvent('before', 1)},\n${ownEvent(name, 2)},\n${ownEvent('after', 3)}\n]\n`;
    for (const piece of [1, 7, 64, text.length]) {
      const { events, end } = readText(text, piece);
      expect(events.map((event) => event.name)).toEqual(['before', name, 'after']);
      expect(nodeSum(events)).toBe(6);
      expect(end.isWhole).toBe(true);
    }
  });

  it('stands at the very end as well', () => {
    expect(readText(`[\n${ownEvent('a"b', 2)}\n]`).events).toMatchObject([{ name: 'a"b' }]);
  });

  it('is decoded where another program wrote the file anew', () => {
    const text = JSON.stringify([{ cat: 'Node', ts: 1, dur: 2, name: 'a"\\ \u0001_kernel_time' }], null, 2);
    expect(readText(text).events).toMatchObject([{ name: 'a"\\ \u0001' }]);
  });
});

describe('a file', () => {
  const events = ['one', 'two', 'three'].map((name) => ownEvent(name, 5));
  const forms: Readonly<Record<string, string>> = {
    'in one line': `[${events.join(',')}]`,
    'with line breaks of Windows': `[\r\n${events.join(',\r\n')}\r\n]\r\n`,
    'indented, its keys in another order': JSON.stringify(
      events.map((event) => Object.fromEntries(Object.entries(JSON.parse(event) as object).reverse())),
      null,
      4,
    ),
    'without its last bracket': `[\n${events.join(',\n')}\n`,
    'with a comma too many': `[\n${events.join(',\n')},\n]\n`,
    'as the events of an object': `{"traceEvents" : [${events.join(' , ')}], "more": 1}`,
  };

  it.each(Object.entries(forms))('%s is read whatever its pieces', (_name, text) => {
    const wanted = ['one', 'two', 'three'];
    for (const piece of [1, 3, 50, 1000]) {
      const read_ = readText(text, piece);
      expect(read_.events.map(({ name }) => name)).toEqual(wanted);
      expect(nodeSum(read_.events)).toBe(15);
    }
  });

  it('that is empty, or something else, has no events', () => {
    for (const text of ['', ' ', '[]', 'no profile at all', '{"a": 1}', '\u0000\u0001', '[1, "x", null]'])
      expect(readText(text).events).toEqual([]);
  });

  it('says where it was cut', () => {
    const text = `[\n${events[0]},\n${events[1]?.slice(0, 40)}`;
    expect(readText(text).end).toEqual({
      isWhole: false,
      cutAtByte: 3 + (events[0]?.length ?? 0) + 1,
      events: 1,
    });
  });

  it('may have a name of a megabyte', () => {
    const name = 'x'.repeat(1_000_000);
    expect(
      readText(`[${ownEvent(name, 1)},${ownEvent('y', 1)}]`, 65_536).events.map((event) => event.name),
    ).toEqual([name, 'y']);
  });

  it('whose event never ends is refused with the place of it', () => {
    const reader = new OrtProfileReader(() => undefined, 'profile.json');
    const piece = Buffer.alloc(1024 * 1024, 'x');
    reader.push(Buffer.from('[\n{"name" :"'));
    const pushAll = (): void => {
      for (let count = 0; count < 100; count += 1) reader.push(piece);
    };
    expect(pushAll).toThrow(DynoError);
    expect(pushAll).toThrow(/begins at byte 2 of the file/);
  });

  it('of random bytes, or with bytes changed, throws nothing', () => {
    const text = Buffer.from(`[\n${events.join(',\n')}\n]\n`);
    let seed = 7;
    const next = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0);
    for (let round = 0; round < 300; round += 1) {
      const damaged = Buffer.from(text);
      for (let count = 0; count < 4; count += 1) damaged[next() % damaged.length] = next() >>> 16;
      expect(() => read(damaged, 1 + (next() % 200))).not.toThrow();
    }
  });
});
