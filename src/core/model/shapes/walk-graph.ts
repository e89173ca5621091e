import { bodyNodes } from '../function-body.ts';
import { dependencyOrder } from './dependency-order.ts';
import { inferShape } from './shape-rules.ts';
import { inferValues } from './values/infer-values.ts';
import { graphsOf } from '../graph-walk.ts';
import { Layer } from './layer.ts';
import { NodeView } from '../node-view.ts';
import { shapeNumbers } from '../tensor-values.ts';
import { tensorTypeOf } from '../element-type.ts';
import { walkControl } from './control-flow.ts';
import type { FunctionProto, GraphProto, NodeProto, ValueInfoProto } from '../onnx-messages.ts';
import type { InnerShapes, KnownTensor, ShapeTable } from './shape-table.ts';
import type { Made } from './types.ts';

/** What stays the same on the way through all graphs of a model. */
export interface Walk {
  functionOf(node: NodeProto): FunctionProto | undefined;
  /** Null where it declares no shape, or one with symbols that have no value. */
  declared(value: ValueInfoProto): KnownTensor | null;
  /** Functions that are being called, outermost first. */
  readonly calling: readonly FunctionProto[];
  readonly nodesLeft: { count: number };
}

/** A table that is being filled. */
export interface GrowingTable extends ShapeTable {
  readonly tensors: Layer<KnownTensor>;
  readonly values: Layer<readonly number[]>;
  readonly inner: Map<number, readonly InnerShapes[]>;
}

export function walkGraph(
  graph: GraphProto,
  outer: ShapeTable | null,
  given: ReadonlyMap<string, KnownTensor>,
  walk: Walk,
  givenValues?: ReadonlyMap<string, readonly number[]>,
): GrowingTable {
  const table = emptyTable(outer, [
    ...graph.initializer.map(({ name = '' }) => name),
    ...graph.input.map(({ name = '' }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ]);
  for (const tensor of graph.initializer) {
    const name = tensor.name ?? '';
    table.tensors.set(name, { type: tensorTypeOf(tensor.dataType), shape: tensor.dims });
    const values = shapeNumbers(tensor);
    if (values !== null) table.values.set(name, values);
  }
  for (const { values, dims } of graph.sparseInitializer)
    table.tensors.set(values?.name ?? '', { type: tensorTypeOf(values?.dataType), shape: dims });
  for (const [name, known] of given) table.tensors.set(name, known);
  for (const [name, values] of givenValues ?? []) table.values.set(name, values);
  const declared = new Map<string, ValueInfoProto>();
  for (const value of [...graph.valueInfo, ...graph.output]) declared.set(value.name ?? '', value);
  for (const value of graph.input) fillDeclared(value.name ?? '', value, table, walk);
  walkNodes(graph.node, table, declared, walk);
  return table;
}

/** A function sees what the call hands in, and nothing around it. */
function walkFunction(callee: FunctionProto, view: NodeView, walk: Walk): InnerShapes & GrowingTable {
  const nodes = bodyNodes(callee, view.node);
  const table = emptyTable(null, []);
  for (const [slot, name] of callee.input.entries()) {
    const [known, values] = [view.inputs[slot], view.values(slot)];
    if (known !== undefined) table.tensors.set(name, known);
    if (values !== null) table.values.set(name, values);
  }
  const declared = new Map(callee.valueInfo.map((value) => [value.name ?? '', value]));
  walkNodes(nodes, table, declared, { ...walk, calling: [...walk.calling, callee] });
  return { ...table, graph: null, nodes, times: 1 };
}

function emptyTable(outer: ShapeTable | null, local: readonly string[]): GrowingTable {
  const names = outer === null ? new Set<string>() : new Set(local);
  return {
    tensors: new Layer(outer?.tensors ?? null, names),
    values: new Layer(outer?.values ?? null, names),
    inner: new Map(),
  };
}

function walkNodes(
  nodes: readonly NodeProto[],
  table: GrowingTable,
  declared: ReadonlyMap<string, ValueInfoProto>,
  walk: Walk,
): void {
  for (const place of dependencyOrder(nodes)) {
    const node = nodes[place] as NodeProto;
    const view = new NodeView(
      node,
      node.input.map((name) => table.tensors.get(name)),
      [],
      table.values,
    );
    const outputs = outputsOf(view, place, table, walk);
    for (const [slot, name] of node.output.entries()) {
      const known = outputs[slot];
      if (known !== null && known !== undefined) table.tensors.set(name, known);
      else fillDeclared(name, declared.get(name), table, walk);
    }
    const known = node.output.map((name) => table.tensors.get(name) ?? null);
    for (const [slot, values] of inferValues(view, known).entries())
      if (values !== null) table.values.set(node.output[slot] ?? '', values);
  }
}

function outputsOf(view: NodeView, place: number, table: GrowingTable, walk: Walk): readonly Made[] {
  const { node } = view;
  const callee = walk.functionOf(node);
  if (callee !== undefined) {
    walk.nodesLeft.count -= callee.node.length;
    if (walk.calling.includes(callee) || walk.nodesLeft.count < 0) return [];
    const body = walkFunction(callee, view, walk);
    table.inner.set(place, [body]);
    for (const [slot, name] of callee.output.entries()) {
      const values = body.values.get(name);
      if (values !== undefined) table.values.set(node.output[slot] ?? '', values);
    }
    return callee.output.map((name) => body.tensors.get(name) ?? null);
  }
  if (graphsOf(node).length === 0) return inferShape(view);
  const within = (
    graph: GraphProto,
    given: ReadonlyMap<string, KnownTensor>,
    values?: ReadonlyMap<string, readonly number[]>,
  ): ShapeTable => {
    walk.nodesLeft.count -= graph.node.length;
    return walk.nodesLeft.count < 0 ? emptyTable(table, []) : walkGraph(graph, table, given, walk, values);
  };
  const { inner, outputs } = walkControl(view, within);
  table.inner.set(place, inner);
  return outputs;
}

function fillDeclared(
  name: string,
  value: ValueInfoProto | undefined,
  table: GrowingTable,
  walk: Walk,
): void {
  if (value === undefined || table.tensors.has(name)) return;
  const known = walk.declared(value);
  if (known !== null) table.tensors.set(name, known);
}
