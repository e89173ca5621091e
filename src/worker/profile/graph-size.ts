import type { Bytes } from '../../contract/units.ts';
import type { OnnxModel } from '../../core/model/index.ts';
import { graphsWithin } from '../../core/model/graph-walk.ts';

export interface GraphSize {
  readonly nodes: number;
  /** Each is written again with each event of its node. */
  readonly nameBytes: Bytes;
}

/** Of everything that may be executed, bodies of control flow and functions once; an optimized graph is smaller. */
export function graphSize(model: OnnxModel): GraphSize {
  let nodes = 0;
  let nameBytes = 0;
  for (const { node } of graphsWithin(model.graph)) {
    nodes += node.length;
    for (const { name } of node) nameBytes += name?.length ?? 0;
  }
  return { nodes, nameBytes };
}
