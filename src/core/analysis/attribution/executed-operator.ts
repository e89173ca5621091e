import type { OperatorFamily } from '../../../contract/operator-family.ts';
import type { NodeProto } from '../../model/onnx-messages.ts';

/** What is to be known of a node that the runtime executed, and of what it stands for in the file. */
export interface ExecutedOperator {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  readonly family: OperatorFamily;
  readonly module: readonly string[];
  readonly sources: readonly number[];
  /** The executed node that it is inside of; −1 in the main graph. */
  readonly parent: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly proto: NodeProto;
}
