import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.ts';
import { DynoError } from '../../../contract/errors.ts';

function npy(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const length = version === 1 ? [text.length & 0xff, text.length >> 8] : [text.length, 0, 0, 0];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...data]);
}

const bytes = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('.npy', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true }), { maxLength: 60 }), (values) => {
        const tensor = { type: 'float32' as const, shape: [values.length], data: Float32Array.from(values) };
        expect(decodeNpy(encodeNpy(tensor), 'x.npy')).toEqual({ name: null, ...tensor });
      }),
    );
  });

  it('begins its values on a boundary of 64 bytes, as NumPy does', () => {
    const encoded = encodeNpy({ type: 'int64', shape: [2, 1], data: BigInt64Array.of(1n, 2n) });
    expect((encoded.length - 16) % 64).toBe(0);
    expect(new TextDecoder('latin1').decode(encoded.subarray(10, 80))).toContain("'shape': (2, 1)");
  });

  it('is turned to rows first where it was saved columns first', () => {
    const header = "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }";
    const { shape, data } = decodeNpy(npy(header, bytes(Int32Array.of(1, 4, 2, 5, 3, 6))), 'x.npy');
    expect(shape).toEqual([2, 3]);
    expect(data).toEqual(Int32Array.of(1, 2, 3, 4, 5, 6));
  });

  it('is read in either byte order', () => {
    const header = "{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }";
    expect(decodeNpy(npy(header, Uint8Array.of(1, 2, 0xff, 0xfe)), 'x.npy').data).toEqual(
      Int16Array.of(258, -2),
    );
  });

  it('may be a scalar, truth values, texts or version 2', () => {
    const scalar = npy(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (), }",
      bytes(Float64Array.of(2.5)),
      2,
    );
    expect(decodeNpy(scalar, 'x.npy')).toMatchObject({
      type: 'float64',
      shape: [],
      data: Float64Array.of(2.5),
    });
    const truth = npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", Uint8Array.of(1, 0));
    expect(decodeNpy(truth, 'x.npy')).toMatchObject({ type: 'bool', data: Uint8Array.of(1, 0) });
    const text = npy(
      "{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }",
      bytes(Uint32Array.of(104, 105, 0x1f600, 0)),
    );
    expect(decodeNpy(text, 'x.npy')).toMatchObject({ type: 'string', data: ['hi', '😀'] });
  });

  it.each([
    ['it is no .npy file', new TextEncoder().encode('1,2,3')],
    [
      'is not one of numbers',
      npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    ],
    [
      'describes no plain array',
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    ],
    [
      'it ends after',
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }", new Uint8Array(8)),
    ],
  ])('is refused when %s', (words, content) => {
    expect(() => decodeNpy(content, 'bad.npy')).toThrow(words);
    expect(() => decodeNpy(content, 'bad.npy')).toThrow(DynoError);
  });

  it('never does worse than a refusal', () => {
    const good = encodeNpy({ type: 'int16', shape: [2, 2], data: Int16Array.of(1, 2, 3, 4) });
    fc.assert(
      fc.property(
        fc.nat({ max: good.length - 1 }),
        fc.nat({ max: 255 }),
        fc.nat({ max: good.length }),
        (at, byte, end) => {
          const broken = good.slice(0, end);
          if (at < end) broken[at] = byte;
          try {
            decodeNpy(broken, 'x.npy');
          } catch (error) {
            expect(error).toBeInstanceOf(DynoError);
          }
        },
      ),
    );
  });
});
