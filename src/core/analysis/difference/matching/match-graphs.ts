import type { ModelGraph } from '../../../../contract/model-graph.ts';
import { joined, matchLabels } from './by-labels.ts';
import { matchNumberedNames, matchReplacedNames, matchStrongNames } from './by-names.ts';
import { matchNeighbours } from './by-neighbours.ts';
import { matchOrder } from './by-order.ts';
import { graphSide, type GraphSide } from './graph-side.ts';
import { labelsOf } from './labels.ts';
import { Matches } from './matches.ts';

const MOST_ALIKE = 1000;

/** Which nodes of A are which of B. Pauses every few milliseconds of large graphs. */
export function* matchGraphs(graphA: ModelGraph, graphB: ModelGraph): Generator<void, Matches> {
  const a = graphSide(graphA);
  yield;
  const b = graphSide(graphB);
  yield;
  const matches = new Matches(a, b);
  if (isSameGraph(a, b)) {
    for (let place = 0; place < a.nodes.length; place += 1) matches.pair(place, place);
    return matches;
  }
  const labels = yield* labelsOf([a, b]);
  // Once again for what is inside of nodes that the first round has paired.
  for (let round = 0; round < 2; round += 1) {
    matchStrongNames(matches);
    yield;
    matchNumberedNames(matches);
    yield;
    yield* matchNeighbours(matches, labels);
    yield;
    matchNumberedNames(matches);
    yield;
    for (const [kind, most] of [
      [joined(labels.above, labels.below), MOST_ALIKE],
      [labels.above, 1],
      [labels.below, 1],
      [labels.around, 1],
      [labels.above, MOST_ALIKE],
      [labels.below, MOST_ALIKE],
    ] as const) {
      matchLabels(matches, kind, most);
      yield;
      yield* matchNeighbours(matches, labels);
      yield;
    }
    yield* matchOrder(matches, labels);
    yield* matchNeighbours(matches, labels);
    yield;
    matchReplacedNames(matches);
    yield* matchNeighbours(matches, labels);
    yield;
  }
  return matches;
}

function isSameGraph(a: GraphSide, b: GraphSide): boolean {
  if (a.graph === b.graph) return true;
  if (a.nodes.length !== b.nodes.length || a.graph.tensors.length !== b.graph.tensors.length) return false;
  const sameNames = a.graph.tensors.every(({ name }, place) => b.graph.tensors[place]?.name === name);
  return (
    sameNames &&
    a.nodes.every((node, place) => {
      const other = b.nodes[place];
      return (
        other !== undefined &&
        node.name === other.name &&
        node.op === other.op &&
        node.domain === other.domain &&
        node.parent === other.parent &&
        equal(node.inputs, other.inputs) &&
        equal(node.outputs, other.outputs)
      );
    })
  );
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
