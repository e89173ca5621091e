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

/**
 * Whose names these are: ONNX's, the runtime's own, and the two in which it rewrites convolutions for blocks of
 * channels or for channels last. Another domain may call anything by the same name.
 */
const DOMAINS = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'com.microsoft',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
]);

/** Undefined where nobody here knows the operator. */
export function workRule({ domain = '', opType = '' }: NodeProto): WorkRule | undefined {
  return DOMAINS.has(domain) ? RULES.get(opType) : undefined;
}
