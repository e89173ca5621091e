import { attributeOf, integerAttribute, integersAttribute } from './graph-walk.ts';
import { decodeUtf8 } from './utf8.ts';
import type { KnownTensor } from './shapes/shape-table.ts';
import type { NodeProto } from './onnx-messages.ts';

export type Shape = readonly number[];
export type Operands = readonly (KnownTensor | undefined)[];

/** Values of small tensors, by name. */
export interface KnownValues {
  get(name: string): readonly number[] | undefined;
}

/** A node with what is known of its operands: what the rules of shapes and of work look at. */
export class NodeView {
  readonly node: NodeProto;
  readonly op: string;
  readonly inputs: Operands;
  readonly outputs: Operands;
  readonly #values: KnownValues | undefined;

  constructor(node: NodeProto, inputs: Operands, outputs: Operands, values?: KnownValues) {
    this.node = node;
    this.op = node.opType ?? '';
    this.inputs = inputs;
    this.outputs = outputs;
    this.#values = values;
  }

  /** Shape of an input; undefined where it is left out or not known. */
  shape(slot: number): Shape | undefined {
    return this.inputs[slot]?.shape;
  }

  /** Whether the node names something at this input. */
  has(slot: number): boolean {
    return (this.node.input[slot] ?? '') !== '';
  }

  values(slot: number): readonly number[] | null {
    return this.has(slot) ? (this.#values?.get(this.node.input[slot] as string) ?? null) : null;
  }

  integer(name: string, otherwise: number): number {
    return integerAttribute(this.node, name, otherwise);
  }

  integers(name: string): readonly number[] | undefined {
    return integersAttribute(this.node, name);
  }

  float(name: string, otherwise: number): number {
    return attributeOf(this.node, name)?.f ?? otherwise;
  }

  text(name: string, otherwise: string): string {
    const value = attributeOf(this.node, name)?.s;
    return value?.kind === 'bytes' ? decodeUtf8(value.bytes) : otherwise;
  }

  /** The node's axis counted from the front; null where there is no such axis. */
  axis(rank: number, otherwise: number, name = 'axis'): number | null {
    return axisWithin(this.integer(name, otherwise), rank);
  }
}

export function axisWithin(axis: number, rank: number): number | null {
  return axis >= -rank && axis < rank ? (axis < 0 ? axis + rank : axis) : null;
}

/** A shape with another size on one axis, also counted from the end; as it is where there is no such axis. */
export function withSize(shape: Shape, axis: number, size: number): Shape {
  const at = axis < 0 ? axis + shape.length : axis;
  return shape.map((before, index) => (index === at ? size : before));
}

/** All of them, or null where one is not within the rank. */
export function axesWithin(axes: readonly number[], rank: number): readonly number[] | null {
  const found = axes.map((axis) => axisWithin(axis, rank));
  return found.includes(null) ? null : (found as number[]);
}
