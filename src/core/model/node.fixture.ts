import { encodeUtf8 } from './utf8.ts';
import type { AttributeProto, GraphProto, NodeProto, TensorProto } from './onnx-messages.ts';
import type { KnownTensor } from './shapes/shape-table.ts';
import type { TensorType } from '../../contract/model.ts';

export type AttributeValue =
  number | string | readonly number[] | { readonly float: number } | GraphProto | TensorProto;

/** A node as a file would have it; an empty name is an operand that is left out. */
export function nodeOf(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  domain = '',
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
  return { opType, input, output, attribute, domain, metadataProps: [] };
}

function attributeOf(name: string, value: AttributeValue): AttributeProto {
  const empty = {
    name,
    floats: [],
    ints: [],
    strings: [],
    tensors: [],
    graphs: [],
    typeProtos: [],
    sparseTensors: [],
  };
  if (typeof value === 'number') return { ...empty, i: BigInt(value) };
  if (typeof value === 'string') return { ...empty, s: { kind: 'bytes', bytes: encodeUtf8(value) } };
  if (isList(value)) return { ...empty, ints: value.map(BigInt) };
  if ('float' in value) return { ...empty, f: value.float };
  return 'node' in value ? { ...empty, g: value } : { ...empty, t: value };
}

function isList(value: AttributeValue): value is readonly number[] {
  return Array.isArray(value);
}

/** "2x3" of floats, or "int8 2x3"; "" is a left-out operand, "float32" alone a scalar. */
export function tensorOf(text: string): KnownTensor | undefined {
  if (text === '') return undefined;
  const words = text.split(' ');
  const sizes = words.at(-1) ?? '';
  const isSized = /^\d/.test(sizes);
  return {
    type: (isSized && words.length === 1 ? 'float32' : (words[0] ?? 'float32')) as TensorType,
    shape: isSized ? sizes.split('x').map(Number) : [],
  };
}
