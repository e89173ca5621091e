import { CONVOLUTION } from './rules/convolution.ts';
import { ELEMENT_WISE } from './rules/element-wise.ts';
import { GENERATION } from './rules/generation.ts';
import { MATRIX } from './rules/matrix.ts';
import { MOVEMENT } from './rules/movement.ts';
import { NORMALISATION } from './rules/normalisation.ts';
import { REDUCTION } from './rules/reduction.ts';
import { SEQUENCE } from './rules/sequence.ts';
import { isKnownDomain } from '../operator-domains.ts';
import type { Made, ShapeRule } from './types.ts';
import type { NodeView } from '../node-view.ts';

const RULES: ReadonlyMap<string, ShapeRule> = new Map(
  [ELEMENT_WISE, MATRIX, CONVOLUTION, REDUCTION, NORMALISATION, SEQUENCE, MOVEMENT, GENERATION].flatMap(
    (rules) => Object.entries(rules),
  ),
);

/** Shapes and types of a node's outputs, in their order; what cannot be told is null or not there at all. */
export function inferShape(view: NodeView): readonly Made[] {
  return isKnownDomain(view.node.domain) ? (RULES.get(view.op)?.(view) ?? []) : [];
}
