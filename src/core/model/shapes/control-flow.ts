import { made, type Made } from './types.ts';
import { attributeOf, graphsOf } from '../graph-walk.ts';
import { axisWithin } from '../node-view.ts';
import type { GraphProto } from '../onnx-messages.ts';
import type { InnerShapes, KnownTensor, ShapeTable } from './shape-table.ts';
import type { NodeView } from '../node-view.ts';

/** Shapes of a graph inside a node, with what the node hands in. */
export type Within = (
  graph: GraphProto,
  given: ReadonlyMap<string, KnownTensor>,
  values?: ReadonlyMap<string, readonly number[]>,
) => ShapeTable;

export interface Control {
  readonly inner: readonly InnerShapes[];
  readonly outputs: readonly Made[];
}

/** What is inside of If, Loop and Scan, and what comes out of them. */
export function walkControl(view: NodeView, within: Within): Control {
  switch (view.op) {
    case 'If':
      return branches(view, within);
    case 'Loop':
      return loop(view, within);
    case 'Scan':
      return scan(view, within);
    default:
      return {
        inner: graphsOf(view.node).map((graph) => entered(graph, within(graph, new Map()), null)),
        outputs: [],
      };
  }
}

function entered(graph: GraphProto, table: ShapeTable, times: number | null): InnerShapes {
  return { ...table, graph, nodes: graph.node, times };
}

function outputOf(inner: InnerShapes | undefined, slot: number): KnownTensor | undefined {
  return inner?.tensors.get(inner.graph?.output[slot]?.name ?? '');
}

/** Of the branch that a known condition takes; else where both agree. */
function branches(view: NodeView, within: Within): Control {
  const condition = view.values(0)?.[0];
  const yes = attributeOf(view.node, 'then_branch')?.g;
  const inner = graphsOf(view.node).map((graph) => {
    const isTaken = condition === undefined ? null : (condition !== 0) === (graph === yes);
    return entered(graph, within(graph, new Map()), isTaken === null ? null : Number(isTaken));
  });
  const taken = inner.filter(({ times }) => times !== 0);
  const outputs = view.node.output.map((_name, slot) => {
    const [first, ...others] = taken.map((branch) => outputOf(branch, slot));
    const isSame = others.every((other) => other !== undefined && isEqual(first, other));
    return first !== undefined && isSame ? first : null;
  });
  return { inner, outputs };
}

function isEqual(a: KnownTensor | undefined, b: KnownTensor): boolean {
  return (
    a?.type === b.type &&
    a.shape.length === b.shape.length &&
    a.shape.every((size, at) => size === b.shape[at])
  );
}

/** The body's inputs are the number of the iteration, the condition, and what is carried along. */
function loop(view: NodeView, within: Within): Control {
  const body = attributeOf(view.node, 'body')?.g;
  if (body === undefined) return { inner: [], outputs: [] };
  const names = body.input.map(({ name = '' }) => name);
  const carried = view.inputs.slice(2);
  const start = new Map<string, KnownTensor>();
  if (names[0] !== undefined) start.set(names[0], { type: 'int64', shape: [] });
  if (names[1] !== undefined) start.set(names[1], { type: 'bool', shape: [] });
  const first = carrying(start, names.slice(2), carried, () => true);
  let table = within(body, first);
  // What grows from one iteration to the next has no one shape: it is looked at again as unknown.
  const grows = carried.map((known, at) => {
    const next = table.tensors.get(body.output[at + 1]?.name ?? '');
    return known === undefined || next === undefined || !isEqual(known, next);
  });
  if (grows.some((grown, at) => grown && carried[at] !== undefined))
    table = within(
      body,
      carrying(start, names.slice(2), carried, (at) => grows[at] === false),
    );
  const times = tripCount(view, body, table);
  const inner = entered(body, table, times);
  const outputs = view.node.output.map((_name, slot): Made => {
    const known = outputOf(inner, slot + 1);
    if (slot < carried.length) return grows[slot] === false ? (known ?? null) : null;
    // What each iteration gives is stacked.
    return known === undefined || times === null ? null : made(known.type, [times, ...known.shape]);
  });
  return { inner: [inner], outputs };
}

function carrying(
  start: ReadonlyMap<string, KnownTensor>,
  names: readonly string[],
  carried: NodeView['inputs'],
  isKept: (at: number) => boolean,
): ReadonlyMap<string, KnownTensor> {
  const given = new Map(start);
  for (const [at, name] of names.entries()) {
    const known = carried[at];
    if (known !== undefined && isKept(at)) given.set(name, known);
  }
  return given;
}

/** Known where it is given and nothing ends it early. */
function tripCount(view: NodeView, body: GraphProto, table: ShapeTable): number | null {
  const most = view.values(0)?.[0];
  const begins = view.has(1) ? view.values(1)?.[0] : 1;
  const [goesOn] = body.output;
  const isAlways =
    goesOn?.name === body.input[1]?.name ||
    table.values.get(goesOn?.name ?? '')?.[0] === 1 ||
    body.node.some(
      ({ opType, input, output }) =>
        opType === 'Identity' && output[0] === goesOn?.name && input[0] === body.input[1]?.name,
    );
  if (begins === 0) return 0;
  return most === undefined || most < 0 || begins === undefined || !isAlways ? null : most;
}

/** Steps along an axis of its last inputs, the first axis unless it is said. */
function scan(view: NodeView, within: Within): Control {
  const body = attributeOf(view.node, 'body')?.g;
  const scanned = view.integer('num_scan_inputs', 0);
  // Before operator set 9 it had a batch axis and sequence lengths.
  const isOld = view.node.input[0] === '' || view.integers('directions') !== undefined;
  const states = view.inputs.length - scanned;
  if (body === undefined || scanned <= 0 || states < 0 || isOld) return { inner: [], outputs: [] };
  const names = body.input.map(({ name = '' }) => name);
  const axes = view.integers('scan_input_axes') ?? [];
  const given = new Map<string, KnownTensor>();
  let times: number | null = null;
  for (const [at, known] of view.inputs.entries()) {
    const name = names[at];
    if (known === undefined || name === undefined) continue;
    if (at < states) {
      given.set(name, known);
      continue;
    }
    const axis = axisWithin(axes[at - states] ?? 0, known.shape.length);
    if (axis === null) continue;
    times = known.shape[axis] as number;
    given.set(name, { type: known.type, shape: known.shape.filter((_size, index) => index !== axis) });
  }
  const inner = entered(body, within(body, given), times);
  const outputAxes = view.integers('scan_output_axes') ?? [];
  const outputs = view.node.output.map((_name, slot): Made => {
    const known = outputOf(inner, slot);
    if (known === undefined || slot < states) return known ?? null;
    const axis = axisWithin(outputAxes[slot - states] ?? 0, known.shape.length + 1);
    return times === null || axis === null ? null : made(known.type, known.shape.toSpliced(axis, 0, times));
  });
  return { inner: [inner], outputs };
}
