import type { ExecutedNode } from '../../model/graph/executed-graph.ts';
import type { TalliedOperator } from './tallied-operator.ts';

/**
 * Which node of the executed graph each operator is: its place, or −1. The runtime calls a node without a name after
 * its operator and a number of its own; such ones are taken in the order of execution, which both lists are in.
 */
export function matchExecuted(
  operators: readonly Pick<TalliedOperator, 'name' | 'op' | 'nodeIndex' | 'parent'>[],
  executed: readonly Pick<ExecutedNode, 'name' | 'op' | 'parent'>[],
): Int32Array {
  const matched = new Int32Array(operators.length).fill(-1);
  const waiting = new Map<string, Waiting>();
  for (const [place, { name, op, parent }] of executed.entries()) {
    const key = keyOf(parent, op, name);
    const list = waiting.get(key);
    if (list === undefined) waiting.set(key, { places: [place], next: 0 });
    else list.places.push(place);
  }
  for (const [index, { name, op, nodeIndex, parent }] of operators.entries()) {
    const outer = parent < 0 ? -1 : (matched[parent] as number);
    if (parent >= 0 && outer < 0) continue;
    const isNumbered = name === '' || name === `${op}_${nodeIndex}`;
    matched[index] =
      takeNext(waiting.get(keyOf(outer, op, name))) ??
      (isNumbered ? takeNext(waiting.get(keyOf(outer, op, ''))) : undefined) ??
      -1;
  }
  return matched;
}

interface Waiting {
  readonly places: number[];
  next: number;
}

function takeNext(list: Waiting | undefined): number | undefined {
  if (list === undefined) return undefined;
  list.next += 1;
  return list.places[list.next - 1];
}

function keyOf(parent: number, op: string, name: string): string {
  return `${parent} ${op} ${name}`;
}
