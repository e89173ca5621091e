import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { RunProfile } from '../../../contract/profile.ts';

/** How the file's nodes became those that ran. Null is "cannot be told". */
export interface SourceCounts {
  readonly nodesInFile: number | null;
  readonly nodesExecuted: number;
  /** Of the file: several that one operator stands for. */
  readonly nodesFused: number | null;
  /** Of the file: folded into constants, or taken out. */
  readonly nodesGone: number | null;
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
    return { nodesInFile, nodesExecuted, nodesFused: null, nodesGone: null, nodesWithoutSource: null };
  }
  const seen = new Set(operators.flatMap(({ sources }) => sources));
  const fused = new Set(operators.flatMap(({ sources }) => (sources.length > 1 ? sources : [])));
  return {
    nodesInFile,
    nodesExecuted,
    nodesFused: fused.size,
    nodesGone: nodesInFile - seen.size,
    nodesWithoutSource: operators.filter(({ sources }) => sources.length === 0).length,
  };
}
