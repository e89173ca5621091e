import type { DifferencePart, MatchKind } from '../../../../contract/difference.ts';
import type { OperatorProfile } from '../../../../contract/profile.ts';
import { isQuantised, quantises } from '../matching/core-op.ts';
import { plainName } from '../matching/plain-name.ts';

type Operators = readonly OperatorProfile[];

/** What became of the operators of A, by those of B that do their work. */
export function matchKindOf(a: Operators, b: Operators): MatchKind {
  if (a.length === 0) return 'new';
  if (b.length === 0) return 'gone';
  if (computesQuantised(a) !== computesQuantised(b)) return 'requantised';
  if (a.length > b.length) return 'fused';
  if (a.length < b.length) return 'split';
  if (!sameOps(a, b)) return 'replaced';
  return a.every(({ name }, at) => calledAlike(name, b[at]?.name ?? '')) ? 'same' : 'renamed';
}

function calledAlike(a: string, b: string): boolean {
  return a === b || plainName(a) === plainName(b);
}

function computesQuantised(operators: Operators): boolean {
  return operators.some(({ op }) => isQuantised(op)) || operators.some(({ op }) => quantises(op));
}

function sameOps(a: Operators, b: Operators): boolean {
  return a.every(({ op, domain }, at) => op === b[at]?.op && domain === b[at]?.domain);
}

/** What the two sides share, the clearest first. */
export function matchedBy(a: Operators, b: Operators): DifferencePart['matchedBy'] {
  if (a.length === 0 || b.length === 0) return null;
  if (a[0]?.name !== '' && a[0]?.name === b[0]?.name) return 'name';
  const names = new Set(a.map(({ name }) => plainName(name)));
  if (b.some(({ name }) => name !== '' && names.has(plainName(name)))) return 'name';
  const tensors = new Set(a.flatMap(({ outputs }) => outputs.map(({ tensor }) => plainName(tensor))));
  const shares = b.some(({ outputs }) =>
    outputs.some(({ tensor }) => tensor !== '' && tensors.has(plainName(tensor))),
  );
  return shares ? 'tensor' : 'structure';
}

/** Whether nothing that can be seen has changed: the same operator at the same sizes, on the same provider. */
export function isUnchanged(a: Operators, b: Operators, attributesOf: AttributesOf): boolean {
  return a.length === b.length && a.every((operator, at) => alike(operator, b[at], attributesOf));
}

/** Attributes in words of the file's nodes that an operator stands for. */
export type AttributesOf = (side: 'a' | 'b', operator: OperatorProfile) => string;

function alike(a: OperatorProfile, b: OperatorProfile | undefined, attributesOf: AttributesOf): boolean {
  return (
    b !== undefined &&
    a.op === b.op &&
    a.domain === b.domain &&
    a.provider === b.provider &&
    Math.abs(a.perIteration - b.perIteration) < 0.01 &&
    shapesOf(a.inputs) === shapesOf(b.inputs) &&
    shapesOf(a.outputs) === shapesOf(b.outputs) &&
    attributesOf('a', a) === attributesOf('b', b)
  );
}

function shapesOf(operands: OperatorProfile['inputs']): string {
  return operands.map(({ type, shape }) => `${type} ${shape.join('×')}`).join(', ');
}
