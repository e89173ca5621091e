import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { decodeTensorProto } from './tensor-proto.ts';
import { DynoError } from '../../../contract/errors.ts';

function message(
  type: number,
  dims: readonly number[],
  values: (writer: BinaryWriter) => BinaryWriter,
): Uint8Array {
  const writer = new BinaryWriter();
  for (const size of dims) writer.tag(1, 0).int64(size);
  return values(writer.tag(2, 0).int32(type)).tag(8, 2).string('x').finish();
}

describe('a TensorProto by itself', () => {
  it('is read from raw bytes', () => {
    const raw = new Uint8Array(Float32Array.of(1, -2, 3, 4).buffer);
    const tensor = decodeTensorProto(
      message(1, [2, 2], (writer) => writer.tag(9, 2).bytes(raw)),
      'x.pb',
    );
    expect(tensor).toEqual({ name: 'x', type: 'float32', shape: [2, 2], data: Float32Array.of(1, -2, 3, 4) });
  });

  it('is read from values one by one and from packed ones', () => {
    const single = message(1, [2], (writer) => writer.tag(4, 5).float(0.5).tag(4, 5).float(2));
    expect(decodeTensorProto(single, 'x.pb').data).toEqual(Float32Array.of(0.5, 2));
    const packed = message(7, [3], (writer) => writer.tag(7, 2).fork().int64(-1).int64(300).int64(2).join());
    expect(decodeTensorProto(packed, 'x.pb').data).toEqual(BigInt64Array.of(-1n, 300n, 2n));
  });

  it('keeps small integers, truth values and half floats in 32-bit fields', () => {
    const small = (type: number): unknown =>
      decodeTensorProto(
        message(type, [2], (writer) => writer.tag(5, 2).fork().int32(-3).int32(1).join()),
        'x.pb',
      ).data;
    expect(small(3)).toEqual(Int8Array.of(-3, 1));
    expect(small(9)).toEqual(Uint8Array.of(253, 1));
    expect(small(10)).toEqual(Uint16Array.of(65533, 1));
  });

  it('may be texts', () => {
    const texts = message(8, [2], (writer) => writer.tag(6, 2).string('a').tag(6, 2).string('é'));
    expect(decodeTensorProto(texts, 'x.pb')).toMatchObject({ type: 'string', data: ['a', 'é'] });
  });

  it.each([
    ['has more elements than bytes', message(1, [2 ** 40], (writer) => writer)],
    ['holds too few values', message(1, [4], (writer) => writer.tag(4, 5).float(1))],
    [
      'holds bytes that do not fit its shape',
      message(1, [2], (writer) => writer.tag(9, 2).bytes(new Uint8Array(7))),
    ],
    ['names no type', message(0, [1], (writer) => writer)],
    ['is text', new TextEncoder().encode('not a tensor')],
    ['is empty', new Uint8Array(0)],
  ])('is refused when it %s', (_what, bytes) => {
    expect(() => decodeTensorProto(bytes, 'bad.pb')).toThrow(DynoError);
  });
});
