import { countElements, tensorTypeOf } from '../element-type.ts';
import { decodeUtf8 } from '../utf8.ts';
import { smallIntegers } from '../tensor-values.ts';
import type { AttributeProto, Blob, NodeProto, TensorProto } from '../onnx-messages.ts';

const LONGEST = 300;
const LONGEST_TEXT = 60;
const MOST_VALUES = 8;

/** Sizes and steps of a window read as such; other lists are no extents. */
const EXTENTS = new Set(['kernel_shape', 'strides', 'dilations', 'output_shape']);

/** A node's attributes for a reader: "kernel_shape 3 × 3, strides 2 × 2"; cut where there are too many to read. */
export function attributeWords(node: NodeProto): string {
  const parts: string[] = [];
  let length = 0;
  for (const attribute of node.attribute) {
    const words = `${cutText(attribute.name ?? '')} ${valueWords(attribute)}`.trim();
    if (words === '') continue;
    length += words.length + 2;
    if (length > LONGEST) {
      parts.push('…');
      break;
    }
    parts.push(words);
  }
  return parts.join(', ');
}

function valueWords(attribute: AttributeProto): string {
  const { name = '', i, f, s, t, g, ints, floats, strings, tensors, graphs } = attribute;
  if (attribute.refAttrName !== undefined && attribute.refAttrName !== '') return 'from the call';
  if (ints.length > 0) return listed(ints, String, EXTENTS.has(name) ? ' × ' : ' ');
  if (floats.length > 0) return listed(floats, numberWords, ' ');
  if (strings.length > 0) return listed(strings, textWords, ' ');
  if (t !== undefined) return tensorWords(t);
  if (g !== undefined) return nodeCount(g.node.length);
  if (graphs.length > 0) return `${graphs.length} graphs`;
  if (tensors.length > 0) return `${tensors.length} tensors`;
  if (s !== undefined) return textWords(s);
  if (i !== undefined) return String(i);
  return f === undefined ? '' : numberWords(f);
}

function listed<T>(values: readonly T[], words: (value: T) => string, between: string): string {
  const shown = values.slice(0, MOST_VALUES).map(words).join(between);
  return values.length > MOST_VALUES ? `${shown} … (${values.length})` : shown;
}

function tensorWords(tensor: TensorProto): string {
  const type = tensorTypeOf(tensor.dataType);
  const values = countElements(tensor.dims) <= MOST_VALUES ? smallIntegersOf(tensor) : null;
  const size = tensor.dims.length === 0 ? '' : ` ${tensor.dims.join(' × ')}`;
  return values === null ? `${type}${size}` : `${type} ${listed(values, String, ' ')}`;
}

/** Values that are no integers, or no values at all, are not worth an error here. */
function smallIntegersOf(tensor: TensorProto): readonly number[] | null {
  try {
    const values = smallIntegers(tensor);
    return values === null || values.length === 0 ? null : values;
  } catch {
    return null;
  }
}

function nodeCount(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`;
}

function numberWords(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function textWords(blob: Blob): string {
  return blob.kind === 'bytes' ? cutText(decodeUtf8(blob.bytes)) : `${blob.length} bytes`;
}

function cutText(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
