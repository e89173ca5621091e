import type { OperandFact } from '../../../contract/profile.ts';
import { cutName } from '../../model/graph/cut-name.ts';
import type { ExecutedNode } from '../../model/graph/executed-graph.ts';
import type { KnownTensor } from '../../model/shapes/shape-table.ts';

export interface RecordedShapes {
  readonly inputs: readonly KnownTensor[];
  readonly outputs: readonly KnownTensor[];
}

export interface Operands {
  /** At their places in the node; undefined where left out or not known. */
  readonly inputs: readonly (KnownTensor | undefined)[];
  readonly outputs: readonly (KnownTensor | undefined)[];
}

type Executed = Pick<ExecutedNode, 'inputs' | 'outputs'>;

/** What the operators' results were, by their names: as recorded where each result is in the record. */
export function recordedResults(
  nodes: readonly { readonly executed: Executed; readonly recorded: RecordedShapes }[],
): Map<string, KnownTensor> {
  const results = new Map<string, KnownTensor>();
  for (const { executed, recorded } of nodes) {
    const names = executed.outputs.filter((name) => name !== '');
    if (names.length !== recorded.outputs.length) continue;
    for (const [place, name] of names.entries()) results.set(name, recorded.outputs[place] as KnownTensor);
  }
  return results;
}

/**
 * The runtime's record leaves out what is no tensor, and weights that an operator has packed for itself: names tell
 * which are missing. What no name tells is taken from the record in order, as long as the rest of it fits.
 */
export function operandsOf(
  executed: Executed,
  recorded: RecordedShapes,
  shapeOf: (name: string) => KnownTensor | undefined,
): Operands {
  return {
    inputs: align(executed.inputs, recorded.inputs, shapeOf),
    outputs: align(executed.outputs, recorded.outputs, shapeOf),
  };
}

function align(
  names: readonly string[],
  recorded: readonly KnownTensor[],
  shapeOf: (name: string) => KnownTensor | undefined,
): readonly (KnownTensor | undefined)[] {
  const named = names.filter((name) => name !== '').length;
  let next = 0;
  return names.map((name) => {
    if (name === '') return undefined;
    const known = shapeOf(name);
    const candidate = recorded[next];
    if (
      candidate !== undefined &&
      (known === undefined || named === recorded.length || isSame(known, candidate))
    ) {
      next += 1;
      return candidate;
    }
    return known;
  });
}

export function operandFacts(
  names: readonly string[],
  tensors: readonly (KnownTensor | undefined)[],
): readonly OperandFact[] {
  return names.flatMap((tensor, place) => {
    const known = tensors[place];
    return known === undefined ? [] : [{ tensor: cutName(tensor), ...known }];
  });
}

function isSame(one: KnownTensor, other: KnownTensor): boolean {
  return (
    one.type === other.type &&
    one.shape.length === other.shape.length &&
    one.shape.every((size, axis) => size === other.shape[axis])
  );
}
