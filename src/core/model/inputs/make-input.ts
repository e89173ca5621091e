import { DynoError } from '../../../contract/errors.ts';
import { bytesOf, countElements } from '../element-type.ts';
import { nextRandom, randomState, seedOf } from '../random.ts';
import { normalTable } from './normal-table.ts';
import { toBfloat16Bits, toFloat16Bits } from '../float-bits.ts';
import type { InputFill, ResolvedInput, TensorType } from '../../../contract/model.ts';

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | string[];

/** A tensor as ONNX Runtime takes it: float16 and bfloat16 as bits, bool as bytes, 4-bit types two to a byte. */
export interface TensorValue {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** The same input and seed give the same values, on every machine. */
export function makeInput(input: ResolvedInput, seed: number): TensorValue {
  const { name, type, shape } = input;
  const elements = countElements(shape);
  const data = allocate(input, elements);
  const state = randomState(seedOf(name, seed));
  const fill = input.fill ?? { kind: 'constant', value: 0 };
  if (Array.isArray(data)) fillTexts(data, elements);
  else fillNumbers(data, type, fill, shape.at(-1) ?? 1, state);
  return { name, type, shape, data };
}

type NumericData = Exclude<TensorData, string[]>;

function fillNumbers(
  data: NumericData,
  type: TensorType,
  fill: InputFill,
  lastAxis: number,
  state: number,
): void {
  switch (fill.kind) {
    case 'normal':
      fillFromTable(data, encodeTable(normalTable(), type), state);
      return;
    case 'uniform':
      fillFromTable(data, encodeTable(uniformTable(), type), state);
      return;
    case 'constant':
      if (fill.value !== 0) fillConstant(data, type, fill.value);
      return;
    case 'ascending':
      fillAscending(integerWords(data), fill, lastAxis);
      return;
    case 'integers':
      fillIntegers(integerWords(data), fill.from, fill.below - fill.from, state);
      return;
    case 'text':
      return;
  }
}

/** 64-bit integers are written as two 32-bit words: a bigint for each element would be twenty times slower. */
interface IntegerWords {
  readonly words: Exclude<NumericData, BigInt64Array | BigUint64Array>;
  readonly stride: 1 | 2;
}

function integerWords(data: NumericData): IntegerWords {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return { words: data, stride: 1 };
  return { words: new Int32Array(data.buffer, data.byteOffset, data.length * 2), stride: 2 };
}

function fillAscending(
  { words, stride }: IntegerWords,
  { from, below = Infinity }: Extract<InputFill, { kind: 'ascending' }>,
  lastAxis: number,
): void {
  let column = 0;
  for (let at = 0; at < words.length; at += stride) {
    const position = from + column;
    words[at] = position < below ? position : position % below;
    column = column + 1 < lastAxis ? column + 1 : 0;
  }
}

function fillIntegers({ words, stride }: IntegerWords, from: number, range: number, initial: number): void {
  let state = initial;
  const scale = range / 2 ** 32;
  const narrow = range <= 65536;
  for (let at = 0; at < words.length;) {
    state = nextRandom(state);
    if (narrow) {
      // Two from each draw, 16 bits each.
      words[at] = from + (((state & 0xffff) * range) >>> 16);
      if (at + stride < words.length) words[at + stride] = from + (((state >>> 16) * range) >>> 16);
      at += 2 * stride;
    } else {
      words[at] = from + Math.floor((state >>> 0) * scale);
      at += stride;
    }
  }
  if (stride === 1 || from >= 0) return;
  for (let at = 0; at < words.length; at += 2) words[at + 1] = (words[at] as number) < 0 ? -1 : 0;
}

function fillConstant(data: NumericData, type: TensorType, value: number): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(BigInt(Math.round(value)));
  else if (type === 'float16') data.fill(toFloat16Bits(value));
  else if (type === 'bfloat16') data.fill(toBfloat16Bits(value));
  else if (/^u?int4$/.test(type)) data.fill((value & 15) * 0x11);
  else if (/^u?int2$/.test(type)) data.fill((value & 3) * 0x55);
  else data.fill(value);
}

/** Copies entries by random index, two of 16 bits from each draw. */
function fillFromTable(data: NumericData, table: NumericData, initial: number): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return;
  if (table instanceof BigInt64Array || table instanceof BigUint64Array) return;
  let state = initial;
  const even = data.length & ~1;
  for (let index = 0; index < even; index += 2) {
    state = nextRandom(state);
    data[index] = table[state & 0xffff] as number;
    data[index + 1] = table[state >>> 16] as number;
  }
  if (even < data.length) data[even] = table[nextRandom(state) & 0xffff] as number;
}

let uniform: Float32Array | null = null;

function uniformTable(): Float32Array {
  uniform ??= Float32Array.from({ length: 65536 }, (_value, rank) => rank / 65536);
  return uniform;
}

/** The table in the bits of the type; eight bits and fewer get codes whose values are small and finite. */
function encodeTable(table: Float32Array, type: TensorType): NumericData {
  switch (type) {
    case 'float16':
      return Uint16Array.from(table, toFloat16Bits);
    case 'bfloat16':
      return Uint16Array.from(table, toBfloat16Bits);
    case 'float32':
    case 'float64':
    case 'complex64':
    case 'complex128':
      return table;
    default:
      return Uint8Array.from(table, (_value, rank) => rank % 0x38);
  }
}

function fillTexts(data: string[], elements: number): void {
  for (let index = 0; index < elements; index++) data.push(`text ${index % 1000}`);
}

function allocate(input: ResolvedInput, elements: number): TensorData {
  try {
    return allocateData(input.type, elements);
  } catch (error) {
    throw new DynoError(
      {
        code: 'DOES_NOT_FIT',
        message: `Input ${input.name} of ${input.shape.join(' × ')} elements is larger than one array can be here.`,
        subject: input.name,
        nextStep: 'Choose a smaller batch, sequence or shape.',
      },
      { cause: error },
    );
  }
}

/** An array of zeros of the type's own kind. */
export function allocateData(type: TensorType, elements: number): TensorData {
  switch (type) {
    case 'float32':
      return new Float32Array(elements);
    case 'float64':
      return new Float64Array(elements);
    case 'complex64':
      return new Float32Array(elements * 2);
    case 'complex128':
      return new Float64Array(elements * 2);
    case 'int8':
      return new Int8Array(elements);
    case 'int16':
      return new Int16Array(elements);
    case 'int32':
      return new Int32Array(elements);
    case 'int64':
      return new BigInt64Array(elements);
    case 'uint16':
    case 'float16':
    case 'bfloat16':
      return new Uint16Array(elements);
    case 'uint32':
      return new Uint32Array(elements);
    case 'uint64':
      return new BigUint64Array(elements);
    case 'string':
      return [];
    default:
      return new Uint8Array(bytesOf(type, elements));
  }
}
