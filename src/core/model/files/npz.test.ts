import { describe, expect, it } from 'vitest';
import { zipSync } from 'fflate';
import { decodeInputFile } from './input-file.ts';
import { decodeNpz } from './npz.ts';
import { DynoError } from '../../../contract/errors.ts';
import { encodeNpy } from './npy.ts';

const array = encodeNpy({ type: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) });

describe('.npz', () => {
  it('gives its arrays by name, compressed or not', () => {
    const archive = zipSync({
      'a.npy': [array, { level: 0 }],
      'b.npy': [array, { level: 9 }],
      'notes.txt': array,
    });
    const tensors = decodeInputFile('both.npz', archive);
    expect(tensors.map((tensor) => tensor.name)).toEqual(['a', 'b']);
    expect(tensors[1]?.data).toEqual(Float32Array.of(1, 2, 3));
  });

  it('is refused when it would unfold to more than there is room for', () => {
    const large = encodeNpy({ type: 'uint8', shape: [1_000_000], data: new Uint8Array(1_000_000) });
    const archive = zipSync({ 'a.npy': large });
    expect(archive.length).toBeLessThan(10_000);
    expect(() => decodeNpz(archive, 'bomb.npz', 500_000)).toThrow(/unfolds to more than/);
  });

  it('is refused when it is no archive, or has no arrays', () => {
    for (const bytes of [
      new TextEncoder().encode('no archive'),
      zipSync({ 'x.txt': array }),
      new Uint8Array(0),
    ]) {
      expect(() => decodeNpz(bytes, 'bad.npz')).toThrow(DynoError);
    }
  });

  it('is refused when it is cut off or damaged', () => {
    const archive = zipSync({ 'a.npy': [array, { level: 9 }] });
    for (let end = 0; end < archive.length; end++) {
      expect(() => decodeNpz(archive.subarray(0, end), 'cut.npz')).toThrow(DynoError);
    }
  });
});
