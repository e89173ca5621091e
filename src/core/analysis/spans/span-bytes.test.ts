import { expect, it } from 'vitest';
import type { SpanTable } from '../../../contract/spans.ts';
import { spansFromBytes, spansToBytes } from './span-bytes.ts';

const TABLE: SpanTable = {
  names: ['layer.0/MatMul', '名'],
  categories: ['matrix'],
  tracks: [{ name: 'operators', group: 'cpu' }],
  name: Uint32Array.of(1, 0, 1),
  category: Uint8Array.of(0, 0, 0),
  track: Uint16Array.of(0, 0, 0),
  depth: Uint16Array.of(0, 1, 0),
  startUs: Float64Array.of(0, 0.5, 12),
  durationUs: Float64Array.of(10, 3, 1),
  subject: Int32Array.of(4, 5, -1),
};

it('gives back every column as it was', () => {
  expect(spansFromBytes(spansToBytes(TABLE))).toEqual(TABLE);
});

it('reads from the middle of other bytes', () => {
  const bytes = spansToBytes(TABLE);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(spansFromBytes(shifted.subarray(3))).toEqual(TABLE);
});

it('refuses what ends too early', () => {
  const bytes = spansToBytes(TABLE);
  expect(() => spansFromBytes(bytes.slice(0, bytes.length - 16))).toThrow(RangeError);
});
