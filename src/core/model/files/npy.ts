import { allocateData } from '../inputs/make-input.ts';
import { countElements } from '../element-type.ts';
import { encodeUtf8 } from '../utf8.ts';
import { invalidFile } from './file-tensor.ts';
import type { FileTensor } from './file-tensor.ts';
import type { TensorType } from '../../../contract/model.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const SAVE_AGAIN = 'Save it with numpy.save from an array of numbers, without pickled objects.';

const TYPES: Readonly<Record<string, TensorType>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  c8: 'complex64',
  c16: 'complex128',
};

interface NpyHeader {
  readonly dtype: string;
  readonly bigEndian: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  readonly dataStart: number;
}

/** NumPy's own format, versions 1 to 3: numbers of either byte order, rows or columns first, and texts ("U"). */
export function decodeNpy(bytes: Uint8Array, file: string): FileTensor {
  const header = readHeader(bytes, file);
  const { dtype, shape } = header;
  const elements = countElements(shape);
  const isText = /^U\d+$/.test(dtype);
  const type = isText ? 'string' : TYPES[dtype];
  if (type === undefined) throw invalidFile(file, `its type "${dtype}" is not one of numbers`, SAVE_AGAIN);
  const width = isText ? Number(dtype.slice(1)) * 4 : Number(dtype.slice(1));
  const content = bytes.subarray(header.dataStart);
  const needed = elements * width;
  if (!Number.isSafeInteger(needed) || content.length < needed) {
    throw invalidFile(
      file,
      `it ends after ${content.length} of ${needed} bytes of values`,
      'Copy it again; it seems to be cut off.',
    );
  }
  const ordered = header.fortran ? rowsFirst(content, shape, width) : content.slice(0, needed);
  // Complex numbers are pairs: each half is swapped by itself. Texts are 32-bit characters.
  const wordSize = isText ? 4 : dtype.startsWith('c') ? width / 2 : width;
  if (header.bigEndian && wordSize > 1) swapBytes(ordered, wordSize);
  if (isText) return { name: null, type, shape, data: readTexts(ordered, elements, width / 4) };
  const data = allocateData(type, elements);
  if (!Array.isArray(data)) {
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(ordered.subarray(0, needed));
  }
  return { name: null, type, shape, data };
}

/** Version 1.0, little-endian, rows first. */
export function encodeNpy(tensor: Omit<FileTensor, 'name'>): Uint8Array {
  const { type, shape, data } = tensor;
  const code = Object.entries(TYPES).find(([, known]) => known === type)?.[0];
  if (code === undefined || Array.isArray(data)) throw new Error(`no NumPy type for ${type}`);
  const order = code.endsWith('1') && code !== 'c1' ? '|' : '<';
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + data.byteLength);
  bytes.set([...MAGIC, 1, 0, (length - 10) & 0xff, (length - 10) >> 8]);
  bytes.fill(0x20, 10, length);
  bytes.set(encodeUtf8(text), 10);
  bytes[length - 1] = 0x0a;
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), length);
  return bytes;
}

function readHeader(bytes: Uint8Array, file: string): NpyHeader {
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw invalidFile(file, 'it is no .npy file', SAVE_AGAIN);
  const version = bytes[6] ?? 0;
  const wide = version >= 2;
  const start = wide ? 12 : 10;
  if (version < 1 || version > 3 || bytes.length < start) {
    throw invalidFile(file, `its .npy version ${version} is unknown`, SAVE_AGAIN);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const dataStart = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (dataStart > bytes.length || dataStart > 1024 * 1024) {
    throw invalidFile(file, 'its header reaches beyond its end', SAVE_AGAIN);
  }
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(dataStart, start + 60_000)));
  const descr = /'descr'\s*:\s*'([<>|=]?)(\w+)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null) {
    throw invalidFile(file, 'its header describes no plain array', SAVE_AGAIN);
  }
  return {
    dtype: descr[2] as string,
    bigEndian: descr[1] === '>',
    fortran: order[1] === 'True',
    shape: (shape[1] as string)
      .split(',')
      .map((part) => part.trim().replace('L', ''))
      .filter((part) => part !== '')
      .map(Number),
    dataStart,
  };
}

/** From columns first (Fortran) to rows first. */
function rowsFirst(content: Uint8Array, shape: readonly number[], width: number): Uint8Array {
  const elements = countElements(shape);
  const result = new Uint8Array(elements * width);
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < elements; to++) {
    for (let byte = 0; byte < width; byte++) {
      result[to * width + byte] = content[from * width + byte] as number;
    }
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      const step = strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      from += step;
      if ((index[axis] as number) < size) break;
      from -= size * step;
      index[axis] = 0;
    }
  }
  return result;
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

function readTexts(bytes: Uint8Array, elements: number, characters: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: elements }, (_value, index) => {
    let text = '';
    for (let at = 0; at < characters; at++) {
      const code = view.getUint32((index * characters + at) * 4, true);
      if (code === 0) break;
      text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    return text;
  });
}
