import { nodeCost } from './node-cost.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { InnerShapes, ShapeTable } from '../shapes/shape-table.ts';

/** What all nodes of a graph do together, in one run. */
export interface ModelWork {
  /** Null where something multiplies and nobody can tell how often. */
  readonly macs: number | null;
  /** Of the nodes that are covered, as often as they run. */
  readonly flops: number;
  readonly nodes: number;
  /** Nodes whose operations are known. */
  readonly covered: number;
}

export function workOfNodes(nodes: readonly NodeProto[], table: ShapeTable): ModelWork {
  const known = (name: string) => table.tensors.get(name);
  const total: { macs: number | null; flops: number; nodes: number; covered: number } = {
    macs: 0,
    flops: 0,
    nodes: 0,
    covered: 0,
  };
  for (const [place, node] of nodes.entries()) {
    const inner = table.inner.get(place);
    const each = inner === undefined ? undefined : workInside(inner);
    const { macs, flops } =
      each ?? nodeCost(node, node.input.map(known), node.output.map(known), table.values);
    total.nodes += 1 + (each?.nodes ?? 0);
    total.covered += (each?.covered ?? 0) + (each !== undefined || flops !== null ? 1 : 0);
    total.macs = total.macs === null || macs === null ? null : total.macs + macs;
    total.flops += flops ?? 0;
  }
  return total;
}

/** A body as often as it runs; of branches whose condition is not known, what they agree on. */
function workInside(inner: readonly InnerShapes[]): ModelWork {
  const works = inner.map((each) => ({ times: each.times, ...workOfNodes(each.nodes, each) }));
  const isUnknown = works.some(({ times }) => times === null);
  const [first] = works;
  const agreed = works.every(({ macs }) => macs === first?.macs) ? (first?.macs ?? 0) : null;
  let [macs, flops]: [number | null, number] = [0, 0];
  for (const each of works) {
    const times = each.times ?? 0;
    macs = macs === null || (each.macs === null && times > 0) ? null : macs + times * (each.macs ?? 0);
    flops += times * each.flops;
  }
  const isBody = inner.length === 1;
  const nothing = works.every((each) => each.macs === 0);
  return {
    macs: !isUnknown ? macs : nothing ? 0 : isBody ? null : agreed,
    flops,
    nodes: works.reduce((sum, { nodes }) => sum + nodes, 0),
    covered: works.reduce((sum, { covered, times }) => sum + (times === null ? 0 : covered), 0),
  };
}
