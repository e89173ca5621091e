import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { OperatorFamily } from '../../../contract/operator-family.ts';
import { familyOf } from '../../analysis/operators/family.ts';
import { isStandard } from '../graph-walk.ts';
import { claimedNodes } from './claimed-nodes.ts';
import { leftOut } from './left-out.ts';
import { modulePath } from './module-path.ts';
import { TensorMatches } from './tensor-matches.ts';
import { wholeGraph, type WholeGraph, type WholeNode } from './whole-graph.ts';
import type { NodeProto, OnnxModel } from '../onnx-messages.ts';

/** An operator as the runtime executes it, and what of the file it stands for. */
export interface ExecutedNode {
  /** As its optimized graph has it: empty where it has none. */
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  readonly family: OperatorFamily;
  readonly module: readonly string[];
  /** Places in ModelGraph.nodes, nearest to its outputs first; none where the optimizer has put it in. */
  readonly sources: readonly number[];
  /** Place among the executed nodes of the one that it is inside of, or −1. */
  readonly parent: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly proto: NodeProto;
}

export interface ExecutedGraph {
  /** In the order in which the runtime executes them, one inside another right after it. */
  readonly nodes: readonly ExecutedNode[];
  /** The file's, with what became of the nodes that no executed one stands for. */
  readonly graph: ModelGraph;
}

/** Maps the graph that the runtime made of a file to that file; `graph` is what modelGraph() makes of it. */
export function executedGraph(executed: OnnxModel, file: OnnxModel, graph: ModelGraph): ExecutedGraph {
  const whole = wholeGraph(executed);
  const original = wholeGraph(file);
  const matches = new TensorMatches(whole, original);
  const claims = claimedNodes(whole, original, matches);
  const fates = leftOut(whole, original, matches, claims);
  return {
    nodes: executedNodes(whole, claims, graph),
    graph: {
      ...graph,
      nodes: graph.nodes.map((node, place) => {
        const fate = fates[place] ?? null;
        return fate === null ? node : { ...node, leftOut: fate };
      }),
    },
  };
}

function executedNodes(
  whole: WholeGraph,
  claims: readonly (readonly number[])[],
  graph: ModelGraph,
): readonly ExecutedNode[] {
  const order = outerFirst(whole);
  const placeOf = new Map(order.map((node, place) => [node, place]));
  return order.map((at) => {
    const { proto, scope } = whole.nodes[at] as WholeNode;
    const { opType: op = '', domain = '', name = '', input: inputs, output: outputs } = proto;
    const sources = claims[at] ?? [];
    return {
      name,
      op,
      domain: isStandard(domain) ? 'ai.onnx' : domain,
      family: familyOf(op, domain),
      module: moduleOf(name, sources, graph),
      sources,
      parent: placeOf.get(scope.parent) ?? -1,
      inputs,
      outputs,
      proto,
    };
  });
}

/** Depth first: what is inside a node directly behind it. */
function outerFirst({ nodes }: WholeGraph): readonly number[] {
  const inside = new Map<number, number[]>();
  for (const [place, { scope }] of nodes.entries()) {
    const siblings = inside.get(scope.parent);
    if (siblings === undefined) inside.set(scope.parent, [place]);
    else siblings.push(place);
  }
  const order: number[] = [];
  const stack = [...(inside.get(-1) ?? [])].reverse();
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    order.push(at);
    for (const inner of [...(inside.get(at) ?? [])].reverse()) stack.push(inner);
  }
  return order;
}

/** Its own path, if it has one; else what those that it stands for have in common, or the nearest of them. */
function moduleOf(name: string, sources: readonly number[], graph: ModelGraph): readonly string[] {
  const own = modulePath(name);
  if (own.length > 0) return own;
  const modules = sources
    .map((place) => graph.nodes[place]?.module ?? [])
    .filter((module) => module.length > 0);
  const [nearest = []] = modules;
  const common = modules.reduce((shared, module) => {
    const apart = shared.findIndex((segment, depth) => module[depth] !== segment);
    return apart < 0 ? shared : shared.slice(0, apart);
  }, nearest);
  return common.length > 0 ? common : nearest;
}
