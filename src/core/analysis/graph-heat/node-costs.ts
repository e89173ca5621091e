import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { OperatorProfile, RunProfile } from '../../../contract/profile.ts';

/** Of one iteration; null where nobody can tell. */
export interface Cost {
  readonly selfMs: number | null;
  readonly share: number | null;
  readonly flops: number | null;
  readonly bytesRead: number | null;
  readonly bytesWritten: number | null;
}

/**
 * What became of a node of the file: it runs as an operator of its own, it is one of several that one operator stands
 * for, the runtime worked its value out while it loaded the model, or did without it, or runs what is inside of it in
 * its place; no run came by, as in a branch that was not taken; or nothing is known of it.
 */
export type NodeFate = 'own' | 'fused' | 'folded' | 'eliminated' | 'opened' | 'not-reached' | 'unmeasured';

export interface NodeCosts {
  /** What is said of a node by itself: of a fused one all that its operator costs. */
  readonly ofNode: readonly Cost[];
  /** What a node adds to a sum: an operator that stands for several counts at the first of them only. */
  readonly inSums: readonly Cost[];
  readonly fates: readonly NodeFate[];
  /** Places in RunProfile.operators that execute each node, in order. */
  readonly operators: readonly (readonly number[])[];
}

export const NO_COST: Cost = { selfMs: null, share: null, flops: null, bytesRead: null, bytesWritten: null };
const ZERO_COST: Cost = { selfMs: 0, share: 0, flops: 0, bytesRead: 0, bytesWritten: 0 };

/** Times from the profile; without one, the work of the nodes as it was counted from the file. */
export function nodeCosts({ nodes }: ModelGraph, profile: RunProfile | null): NodeCosts {
  const operators: number[][] = nodes.map(() => []);
  const isFused = new Uint8Array(nodes.length);
  let isMapped = false;
  profile?.operators.forEach(({ sources }, place) => {
    for (const node of sources) {
      if (operators[node] === undefined) continue;
      operators[node]?.push(place);
      if (sources.length > 1) isFused[node] = 1;
      isMapped = true;
    }
  });
  if (profile === null || !isMapped) {
    const counted = nodes.map(({ flops, bytesRead, bytesWritten }): Cost => ({
      ...NO_COST,
      flops,
      bytesRead,
      bytesWritten,
    }));
    return { ofNode: counted, inSums: counted, fates: nodes.map(() => 'unmeasured'), operators };
  }
  const inSums = nodes.map(() => ZERO_COST);
  profile.operators.forEach((operator) => {
    const home = operator.sources.find((node) => nodes[node] !== undefined);
    if (home !== undefined) inSums[home] = addCosts(inSums[home] as Cost, costOf(operator));
  });
  const outer = new Set(nodes.map(({ parent }) => parent));
  const fates = nodes.map(({ leftOut }, node): NodeFate => {
    if (operators[node]?.length !== 0) return isFused[node] === 1 ? 'fused' : 'own';
    return leftOut ?? (outer.has(node) ? 'opened' : 'not-reached');
  });
  const ofNode = operators.map((places) =>
    places.length === 0
      ? NO_COST
      : places.map((place) => costOf(profile.operators[place] as OperatorProfile)).reduce(addCosts),
  );
  return { ofNode, inSums, fates, operators };
}

function costOf({ selfMs, share, flops, bytesRead, bytesWritten }: OperatorProfile): Cost {
  return { selfMs, share, flops, bytesRead, bytesWritten };
}

/** What is known of a sum: a part that nobody can tell is left out, all of them unknown is unknown. */
export function addCosts(a: Cost, b: Cost): Cost {
  const add = (one: number | null, other: number | null): number | null =>
    one === null ? other : other === null ? one : one + other;
  return {
    selfMs: add(a.selfMs, b.selfMs),
    share: add(a.share, b.share),
    flops: add(a.flops, b.flops),
    bytesRead: add(a.bytesRead, b.bytesRead),
    bytesWritten: add(a.bytesWritten, b.bytesWritten),
  };
}
