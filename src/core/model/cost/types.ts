import { countElements } from '../element-type.ts';
import type { NodeView } from '../node-view.ts';

/** What a node computes, apart from what it moves; null where nobody can tell from the shapes. */
export interface Work {
  /** Multiply-adds of products, convolutions, attention and recurrent cells; 0 for all else. */
  readonly macs: number | null;
  /** Operations beside two for each of those. */
  readonly others: number | null;
}

/** Null where neither can be told. */
export type WorkRule = (view: NodeView) => Work | null;
export type WorkRules = Readonly<Record<string, WorkRule>>;

/** "a" or "a b c" to its rule. */
export type RuleLines = Readonly<Record<string, WorkRule>>;

export function spread(lines: RuleLines): WorkRules {
  return Object.fromEntries(
    Object.entries(lines).flatMap(([names, rule]) => names.split(' ').map((name) => [name, rule])),
  );
}

export function work(macs: number | null, others: number | null = 0): Work {
  return { macs, others };
}

/** Elements of an input or an output; null where it is not known. */
export function elementsIn(view: NodeView, slot = 0): number | null {
  const shape = view.inputs[slot]?.shape;
  return shape === undefined ? null : countElements(shape);
}

export function elementsOut(view: NodeView, slot = 0): number | null {
  const shape = view.outputs[slot]?.shape;
  return shape === undefined ? null : countElements(shape);
}

export function times(elements: number | null, each: number): number | null {
  return elements === null ? null : elements * each;
}

/** So many operations for each element of the result. */
export function eachOutput(operations: number | ((view: NodeView) => number)): WorkRule {
  return (view) =>
    work(0, times(elementsOut(view), typeof operations === 'number' ? operations : operations(view)));
}

/** So many for each element of the first input. */
export function eachInput(operations: number | ((view: NodeView) => number)): WorkRule {
  return (view) =>
    work(0, times(elementsIn(view), typeof operations === 'number' ? operations : operations(view)));
}

export const NOTHING: WorkRule = () => work(0);

/** It multiplies and adds nothing, and what it does depends on the values. */
export const DECIDED_BY_VALUES: WorkRule = () => work(0, null);
