import { ATTENTION } from './rules/attention.ts';
import { CONVOLUTION } from './rules/convolution.ts';
import { ELEMENT_WISE } from './rules/element-wise.ts';
import { MATRIX } from './rules/matrix.ts';
import { MOVEMENT } from './rules/movement.ts';
import { NORMALISATION } from './rules/normalisation.ts';
import { QUANTISED } from './rules/quantised.ts';
import { RECURRENT } from './rules/recurrent.ts';
import { REDUCTION } from './rules/reduction.ts';
import { SIGNAL } from './rules/signal.ts';
import { isKnownDomain } from '../operator-domains.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { WorkRule } from './types.ts';

const RULES: ReadonlyMap<string, WorkRule> = new Map(
  [
    MATRIX,
    CONVOLUTION,
    ATTENTION,
    RECURRENT,
    NORMALISATION,
    ELEMENT_WISE,
    REDUCTION,
    QUANTISED,
    SIGNAL,
    MOVEMENT,
  ].flatMap((rules) => Object.entries(rules)),
);

/** Undefined where nobody here knows the operator. */
export function workRule({ domain, opType = '' }: NodeProto): WorkRule | undefined {
  return isKnownDomain(domain) ? RULES.get(opType) : undefined;
}
