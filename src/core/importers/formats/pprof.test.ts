import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { cuts, readTrace, sniffs } from '../read-trace.test-support.ts';
import { pprof } from './pprof.ts';

const STRINGS = [
  '',
  'samples',
  'count',
  'cpu',
  'nanoseconds',
  'main',
  'work',
  'inlined',
  '/src/a.go',
  '/bin/x',
  'bytes',
];
type Build = (writer: BinaryWriter) => BinaryWriter;
const message = (build: Build): Uint8Array => build(new BinaryWriter()).finish();
const numbered = (values: readonly number[]): Uint8Array =>
  message((writer) => values.reduce((all, value, at) => all.uint32((at + 1) << 3).int64(value), writer));
const packed = (values: readonly number[]): Uint8Array =>
  message((writer) => values.reduce((all, value) => all.int64(value), writer));

interface Parts {
  readonly types?: readonly (readonly number[])[];
  readonly samples?: readonly (readonly [readonly number[], readonly number[]])[];
  readonly defaultType?: number;
  readonly isUnpacked?: boolean;
}

function profile({ types, samples, defaultType, isUnpacked }: Parts = {}): Uint8Array {
  const writer = new BinaryWriter();
  const field = (number: number, bytes: Uint8Array): void =>
    void writer.uint32((number << 3) | 2).bytes(bytes);
  for (const type of types ?? [
    [1, 2],
    [3, 4],
  ])
    field(1, numbered(type));
  const all = samples ?? [
    [
      [2, 1],
      [1, 30],
    ],
    [[1], [2, 5]],
    [
      [3, 1],
      [1, 10],
    ],
    [
      [2, 1],
      [1, 7],
    ],
  ];
  for (const [locations, values] of all) {
    const plain: Build = (sample) => {
      for (const location of locations) sample.uint32(1 << 3).int64(location);
      for (const value of values) sample.uint32(2 << 3).int64(value);
      return sample;
    };
    const short: Build = (sample) =>
      sample
        .uint32((1 << 3) | 2)
        .bytes(packed(locations))
        .uint32((2 << 3) | 2)
        .bytes(packed(values));
    field(2, message(isUnpacked === true ? plain : short));
  }
  field(3, numbered([1, 4096, 8192, 0, 9]));
  const line =
    (func: number): Build =>
    (location) =>
      location.uint32((4 << 3) | 2).bytes(numbered([func, 3]));
  const at = (id: number, ...functions: number[]): Uint8Array =>
    message((location) =>
      functions.reduce(
        (each, func) => line(func)(each),
        location.uint32(8).int64(id).uint32(16).int64(1).uint32(24).int64(0x1234),
      ),
    );
  field(4, at(1, 1));
  field(4, at(2, 3, 2));
  field(4, at(3));
  field(5, numbered([1, 5, 5, 8]));
  field(5, numbered([2, 6, 6, 8]));
  field(5, numbered([3, 7, 7, 8]));
  for (const string of STRINGS) field(6, Buffer.from(string));
  if (defaultType !== undefined) writer.uint32(14 << 3).int64(defaultType);
  return writer.finish();
}

const TREE = [
  'cpu (stack)',
  '  main 0+52 [a.go]',
  '    work 0+37 [a.go]',
  '      inlined 0+37 [a.go]',
  '    x 0x1234 37+10 [x]',
].join('\n');

describe('pprof', () => {
  it.each([1, 7, 4096])(
    'merges stacks, with what was inlined, the heaviest first; pieces of %d bytes',
    (piece) => {
      const sink = readTrace(pprof, profile(), piece);
      expect(sink.tree()).toBe(TREE);
      expect(sink.unitName).toBe('ns');
      expect(sink.facts.get('Also recorded, total of samples')).toBe('5 count');
      expect(sink.warnings.map(({ kind }) => kind)).toEqual(['without-time']);
      expect(readTrace(pprof, profile({ isUnpacked: true }), piece).tree()).toBe(TREE);
    },
  );

  it('takes the type of sample that the file names, else the last', () => {
    const sink = readTrace(pprof, profile({ defaultType: 1 }));
    expect(sink.unitName).toBe('samples');
    expect(sink.tree()).toContain('samples (stack)\n  main 0+5 [a.go]');
    expect(
      readTrace(
        pprof,
        profile({
          types: [
            [3, 4],
            [5, 10],
          ],
        }),
      ).unitName,
    ).toBe('bytes');
  });

  it('leaves out weights below zero and places that nobody told of', () => {
    const sink = readTrace(
      pprof,
      profile({
        samples: [
          [
            [2, 1],
            [1, -30],
          ],
          [[99], [1, 4]],
          [[1], []],
        ],
      }),
    );
    expect(sink.tree()).toBe('cpu (stack)\n  location 99 0+4');
    expect(sink.warnings.map(({ kind, count }) => `${kind} ${count}`)).toEqual([
      'without-time 1',
      'negative-duration 1',
      'broken-events 1',
    ]);
  });

  it('leaves out the innermost of very many frames', () => {
    const deep = Array.from({ length: 100_000 }, () => 1);
    const sink = readTrace(pprof, profile({ samples: [[deep, [1, 1]]] }));
    expect(sink.spanCount).toBe(16_384);
    expect(sink.warnings.map(({ kind }) => kind)).toContain('limits');
  });

  it('is read up to wherever it is cut', () => {
    const bytes = profile();
    for (const cut of cuts(bytes.length, 60)) {
      try {
        expect(readTrace(pprof, bytes.slice(0, cut), 9).spanCount).toBeGreaterThanOrEqual(0);
      } catch (thrown) {
        expect(String(thrown)).toMatch(/at byte \d+\./);
      }
    }
  });

  it('withstands bytes turned over', () => {
    const bytes = profile();
    cuts(bytes.length, 80).forEach((place, round) => {
      const broken = bytes.slice();
      broken[place] = (round * 37) & 255;
      try {
        readTrace(pprof, broken);
      } catch (thrown) {
        expect(String(thrown)).toMatch(/at byte \d+\./);
      }
    });
  });

  it('is told by what stands in it', () => {
    expect(pprof.sniff({ bytes: profile(), isWhole: true })).toBe(true);
    expect(pprof.sniff({ bytes: profile().slice(0, 60), isWhole: false })).toBe(true);
    for (const text of ['a;b 1\n', '{"a": 1}', '\n\n', '', '[{"ph": "X"}]'])
      expect(sniffs(pprof, text)).toBe(false);
  });
});
