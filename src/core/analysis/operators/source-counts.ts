import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { RunProfile } from '../../../contract/profile.ts';

/** How the file's nodes became those that ran. Null is "cannot be told". */
export interface SourceCounts {
  readonly nodesInFile: number | null;
  readonly nodesExecuted: number;
  /** Of the file: several that one operator stands for. */
  readonly nodesFused: number | null;
  /** Of the file: those that no operator stands for, and nothing inside of them either. */
  readonly nodesGone: number | null;
  /** Of these: computed once, while the model was loaded. The others were dropped, or lie where no run came by. */
  readonly nodesFolded: number | null;
  /** Of those that ran: what the runtime put in, and what nobody can map. */
  readonly nodesWithoutSource: number | null;
}

export function sourceCounts({ operators, notes }: RunProfile, graph: ModelGraph | null): SourceCounts {
  const nodesInFile = graph?.nodes.length ?? null;
  const nodesExecuted = operators.length;
  const isMapped =
    nodesInFile !== null &&
    operators.some(({ sources }) => sources.length > 0) &&
    !notes.some(({ kind }) => kind === 'no-mapping');
  if (!isMapped) {
    const unknown = { nodesFused: null, nodesGone: null, nodesFolded: null, nodesWithoutSource: null };
    return { nodesInFile, nodesExecuted, ...unknown };
  }
  const seen = new Set(operators.flatMap(({ sources }) => sources));
  const fused = new Set(operators.flatMap(({ sources }) => (sources.length > 1 ? sources : [])));
  // A call that was opened up is where its body is.
  const outer = new Set(graph?.nodes.map(({ parent }) => parent));
  const gone = graph?.nodes.filter((_, place) => !seen.has(place) && !outer.has(place)) ?? [];
  return {
    nodesInFile,
    nodesExecuted,
    nodesFused: fused.size,
    nodesGone: gone.length,
    nodesFolded: gone.filter(({ leftOut }) => leftOut === 'folded').length,
    nodesWithoutSource: operators.filter(({ sources }) => sources.length === 0).length,
  };
}
