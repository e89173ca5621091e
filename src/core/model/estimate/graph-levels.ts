import { GRAPH_LEVELS, type GraphLevel } from '../../../contract/run.ts';

/** Each level of graph optimisation does what those before it do, and more. */
export function graphLevelReaches(level: GraphLevel, least: GraphLevel): boolean {
  return GRAPH_LEVELS.indexOf(level) >= GRAPH_LEVELS.indexOf(least);
}
