import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { list, number, numbers, object, text, value } from './json-shape.ts';
import { JsonStream, type JsonEnd } from './json-stream.ts';

interface Told {
  readonly told: unknown[];
  readonly end: JsonEnd;
}

function read(source: string, piece = 1000): Told {
  const told: unknown[] = [];
  const item = object(
    { name: text((name) => told.push(name)), at: number((at) => told.push(at)) },
    { open: () => told.push('{'), close: () => told.push('}') },
  );
  item.keys.set('inside', list(item));
  const shape = object({
    items: list(item),
    rows: list(
      numbers((cell) => told.push(cell), { open: () => told.push('['), close: () => told.push(']') }),
    ),
    part: value((part) => told.push(part)),
  });
  const stream = new JsonStream(shape, 'test');
  const bytes = encodeUtf8(source);
  for (let at = 0; at < bytes.length; at += piece) stream.push(bytes.slice(at, at + piece));
  return { told, end: stream.end() };
}

const DOCUMENT = `{"x": {"items": [{"name": "no"}], "]}": "}\\"]"}, "items": [
  {"name": "é\\n\\u0041", "at": -1.5e3, "other": [[1, {"a": "\\\\"}], null]},
  {"at": "no number", "inside": [{"name": "", "inside": []}, 7]}
], "rows": [[1,2,345],[ 1.5, null, "a,b", [9,9], {"b": 1}, -4 , 12345678901234567890], [], 3],
  "part": {"a": [1, {"b": "}"}], "c": "\\""}}`;
const TOLD = [
  ...['{', 'é\nA', -1500, '}', '{', '{', '', '}', '}'],
  ...['[', 1, 2, 345, ']'],
  ...['[', 1.5, NaN, NaN, NaN, NaN, -4, 12345678901234567000, ']', '[', ']'],
  { a: [1, { b: '}' }], c: '"' },
];

describe('JsonStream', () => {
  it.each([1, 2, 3, 5, 17, 1000])('tells what is asked for, in pieces of %d bytes', (piece) => {
    expect(read(DOCUMENT, piece)).toEqual({
      told: TOLD,
      end: { isWhole: true, length: encodeUtf8(DOCUMENT).length },
    });
    expect(read(`\uFEFF${DOCUMENT}  \n`, piece).told).toEqual(TOLD);
  });

  it('tells the same as JSON.parse of lists of numbers however they are spaced', () => {
    const rows = [[0, -0.5, 1e21, 123456789012345, 1234567890123456], [7], []];
    for (const space of [0, 1]) {
      const told = read(`{"rows": ${JSON.stringify(rows, null, space)}}`, 4).told;
      expect(told).toEqual(rows.flatMap((row) => ['[', ...row, ']']));
    }
  });

  it('tells up to wherever the document is cut', () => {
    for (let cut = 0; cut < DOCUMENT.length - 1; cut += 1) {
      const { told, end } = read(DOCUMENT.slice(0, cut), 9);
      expect(end.isWhole).toBe(false);
      expect(told).toEqual(TOLD.slice(0, told.length));
    }
  });

  it.each([
    ['{"items" [1]}', 9],
    ['{"items": }', 10],
    ['{"items": [1}', 12],
    ['{items: []}', 1],
    ['[1 2]', -1],
    ['{"part": {"a": 1]}}', 9],
    ['}', 0],
    ['{"items": [{"at": 1 "name": 2}]}', 20],
  ])('refuses %s', (source, at) => {
    if (at < 0) expect(read(source).told).toEqual([]);
    else expect(() => read(source)).toThrow(`at byte ${at}.`);
  });

  it('refuses a number without end', () => {
    expect(() => read(`{"rows": [[1, ${'1'.repeat(200_000)}]]}`)).toThrow('This is no JSON at byte 14.');
  });

  it('takes commas before brackets', () => {
    expect(read('{"rows": [[1,2,],],}').told).toEqual(['[', 1, 2, ']']);
  });

  it('minds neither nesting a million deep nor names of a megabyte', () => {
    const deep = 1_000_000;
    const nested = `{"x": ${'['.repeat(deep)}${']'.repeat(deep)}, "rows": [[1]]}`;
    expect(read(nested, 65536).told).toEqual(['[', 1, ']']);
    const inside = `{"items": ${'[{"inside": '.repeat(20_000)}[]${'}]'.repeat(20_000)}}`;
    expect(read(inside, 65536).told).toHaveLength(40_000);
    const long = 'n'.repeat(1024 * 1024);
    expect(read(`{"items": [{"name": "${long}"}]}`, 4096).told).toEqual(['{', long, '}']);
  });
});
