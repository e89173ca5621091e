import { NodeView } from '../node-view.ts';
import { trafficOf } from './traffic.ts';
import { workRule } from './work-rules.ts';
import type { KnownValues, Operands } from '../node-view.ts';
import type { NodeProto } from '../onnx-messages.ts';

/** Null where nobody can tell: an operator that is not known here, a shape that is missing, work that its values decide. */
export interface NodeCost {
  /** Multiply-adds of convolutions, matrix products, attention and recurrent cells; 0 for all else. */
  readonly macs: number | null;
  /**
   * Two for each multiply-add (a bias is the first value of its sum, so it is among them), and for all else one for
   * each operation that the formula is written with: see ACTIVATION_OPERATIONS. Moving and converting is none.
   */
  readonly flops: number | null;
  /**
   * Each operand once and each result once, at the width of its type: what has to cross the memory bus at least, were
   * no cache there. Views move nothing; Gather and its like read what they pick.
   */
  readonly bytesRead: number | null;
  readonly bytesWritten: number | null;
}

const UNKNOWN: NodeCost = { macs: null, flops: null, bytesRead: null, bytesWritten: null };

/**
 * One execution. Operands stand at their places in the node: known from a shape table, or as the runtime recorded
 * them; undefined where unknown or left out.
 */
export function nodeCost(
  node: NodeProto,
  inputs: Operands,
  outputs: Operands,
  values?: KnownValues,
): NodeCost {
  const rule = workRule(node);
  if (rule === undefined) return UNKNOWN;
  const view = new NodeView(node, inputs, outputs, values);
  const { macs, others } = rule(view) ?? { macs: null, others: null };
  const { read, written } = trafficOf(view);
  return {
    macs: count(macs),
    flops: macs === null || others === null ? null : count(2 * macs + others),
    bytesRead: count(read),
    bytesWritten: count(written),
  };
}

/** Absurd attributes give absurd numbers: they are no count. */
function count(value: number | null): number | null {
  return value !== null && value >= 0 && Number.isFinite(value) ? value : null;
}
