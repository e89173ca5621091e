import { bodyNodes, localFunctions } from '../function-body.ts';
import type { FunctionProto, GraphProto, NodeProto, OnnxModel } from '../onnx-messages.ts';
import type { InnerShapes, ShapeTable } from '../shapes/shape-table.ts';

/** Nodes that see the same names. A subgraph sees those around it as well, a function's body none but its own. */
export interface GraphScope {
  readonly graph: GraphProto | null;
  readonly outer: GraphScope | null;
  /** Place of the node that it is inside of, −1 for the main graph. */
  readonly parent: number;
  /** Which of that node's graphs it is: the attribute's name, and a place where it holds several; '' for a body. */
  readonly through: string;
  /** In a function's body, its names for what the call hands in and gets back. */
  readonly bound: ReadonlyMap<string, { readonly name: string; readonly scope: GraphScope }>;
  readonly nodes: readonly NodeProto[];
  /** What is known of its values; null where nothing is. */
  readonly shapes: ShapeTable | null;
  /** Calls that led here, innermost first. */
  readonly call: CallChain | null;
}

interface CallChain {
  readonly callee: FunctionProto;
  readonly before: CallChain | null;
  readonly depth: number;
}

/** Bodies that call bodies grow without bound: calls beyond this stay closed. */
const MOST_BODY_NODES = 100_000;
const DEEPEST_CALL = 50;

/**
 * Every graph of a model, the main one first and one around another before it: subgraphs of If, Loop and Scan, and the
 * body of a local function once for each call. `place` numbers the nodes in the order in which they are handed out.
 */
export function* graphScopes(model: OnnxModel, shapes: ShapeTable): Generator<GraphScope, void, void> {
  const functionOf = localFunctions(model);
  const main: GraphScope = {
    graph: model.graph,
    outer: null,
    parent: -1,
    through: '',
    bound: new Map(),
    nodes: model.graph.node,
    shapes,
    call: null,
  };
  const waiting: GraphScope[] = [main];
  let place = 0;
  let entered = 0;
  for (let next = 0; next < waiting.length; next += 1) {
    const scope = waiting[next] as GraphScope;
    yield scope;
    for (const [at, node] of scope.nodes.entries()) {
      const parent = place;
      place += 1;
      const inner = scope.shapes?.inner.get(at) ?? [];
      for (const { graph, through } of graphsOf(node)) {
        const { node: nodes } = graph;
        const known = inner.find((each) => each.graph === graph) ?? null;
        const { call } = scope;
        waiting.push({ graph, outer: scope, parent, through, bound: new Map(), nodes, shapes: known, call });
      }
      const callee = functionOf(node);
      if (callee === undefined || !mayEnter(callee, scope.call)) continue;
      entered += callee.node.length;
      if (entered <= MOST_BODY_NODES) waiting.push(bodyOf(callee, node, scope, parent, inner[0] ?? null));
    }
  }
}

function* graphsOf(
  node: NodeProto,
): Generator<Pick<GraphScope, 'through'> & { graph: GraphProto }, void, void> {
  for (const { name = '', g, graphs } of node.attribute) {
    if (g !== undefined) yield { graph: g, through: name };
    for (const [place, graph] of graphs.entries()) yield { graph, through: `${name} ${place}` };
  }
}

/** A function that calls itself, by however many others, is no model; it is not followed. */
function mayEnter(callee: FunctionProto, chain: CallChain | null): boolean {
  if (chain !== null && chain.depth >= DEEPEST_CALL) return false;
  for (let at = chain; at !== null; at = at.before) if (at.callee === callee) return false;
  return true;
}

function bodyOf(
  callee: FunctionProto,
  call: NodeProto,
  scope: GraphScope,
  parent: number,
  shapes: InnerShapes | null,
): GraphScope {
  const bound = new Map<string, { readonly name: string; readonly scope: GraphScope }>();
  const bind = (formal: readonly string[], given: readonly string[]): void => {
    for (const [slot, name] of formal.entries()) bound.set(name, { name: given[slot] ?? '', scope });
  };
  bind(callee.output, call.output);
  bind(callee.input, call.input);
  return {
    graph: null,
    outer: null,
    parent,
    through: '',
    bound,
    nodes: shapes?.nodes ?? bodyNodes(callee, call),
    shapes,
    call: { callee, before: scope.call, depth: (scope.call?.depth ?? 0) + 1 },
  };
}
