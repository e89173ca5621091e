import type { OperatorProfile } from '../../../contract/profile.ts';
import { nodeCost } from '../../model/cost/node-cost.ts';
import { cutName } from '../../model/graph/cut-name.ts';
import { modulePath } from '../../model/graph/module-path.ts';
import { NOTHING_KNOWN, type KnownTensor, type ShapeTable } from '../../model/shapes/shape-table.ts';
import type { NodeProto } from '../../model/onnx-messages.ts';
import { familyOf } from '../operators/family.ts';
import type { OperatorTime } from './attributed-times.ts';
import { matchExecuted } from './match-executed.ts';
import { operandFacts, operandsOf, recordedResults } from './operands.ts';
import type { ProfileParts } from './profile-parts.ts';
import type { TalliedOperator } from './tallied-operator.ts';

/** Every operator that was recorded, in order of first execution. */
export function operatorProfiles(
  { tally, clean, executed, shapes }: ProfileParts,
  times: readonly OperatorTime[],
): readonly OperatorProfile[] {
  const { operators, iterations } = tally;
  const matched = executed === null ? null : matchExecuted(operators, executed);
  const nodes = operators.map((operator, place) => ({
    executed: executed?.[matched?.[place] ?? -1] ?? null,
    recorded: operator.shapes,
  }));
  const results = recordedResults(
    nodes.flatMap(({ executed: node, recorded }) => (node === null ? [] : [{ executed: node, recorded }])),
  );
  const around = shapes ?? NOTHING_KNOWN;
  const inner = new Map<NodeProto, ShapeTable>();
  addInner(inner, around);
  const insideMs = insideOf(operators, times);
  return operators.map((operator, place): OperatorProfile => {
    const { executed: node, recorded } = nodes[place] as (typeof nodes)[number];
    const { name, op, provider, parent, count, memory } = operator;
    const { recordedMs, selfMs, ci95, gpu } = times[place] as OperatorTime;
    const { tensors, values } = (node === null ? undefined : inner.get(node.proto)) ?? around;
    const shapeOf = (tensor: string): KnownTensor | undefined => results.get(tensor) ?? tensors.get(tensor);
    const operands = node === null ? recorded : operandsOf(node, recorded, shapeOf);
    const cost =
      node === null
        ? { macs: null, flops: null, bytesRead: null, bytesWritten: null }
        : nodeCost(node.proto, operands.inputs, operands.outputs, values);
    const perIteration = count / iterations;
    const ofIteration = (value: number | null): number | null =>
      value === null ? null : value * perIteration;
    return {
      name: cutName(name),
      op,
      domain: node?.domain ?? '',
      family: node?.family ?? familyOf(op, ''),
      provider,
      module: node?.module ?? modulePath(name),
      sources: node?.sources ?? [],
      parent,
      count,
      perIteration,
      recordedMs,
      selfMs,
      selfMsCi95: ci95,
      totalMs: selfMs + (insideMs[place] as number),
      share: clean.meanMs > 0 ? selfMs / clean.meanMs : 0,
      gpu,
      inputs: operandFacts(node?.inputs ?? recorded.inputs.map(() => ''), operands.inputs),
      outputs: operandFacts(node?.outputs ?? recorded.outputs.map(() => ''), operands.outputs),
      macs: ofIteration(cost.macs),
      flops: ofIteration(cost.flops),
      bytesRead: ofIteration(cost.bytesRead),
      bytesWritten: ofIteration(cost.bytesWritten),
      memory:
        memory === null
          ? null
          : { allocatedBytes: memory.delta, liveBytes: memory.inUse, peakBytes: memory.peak },
    };
  });
}

/** For each node of a subgraph what is known where it stands. */
function addInner(tables: Map<NodeProto, ShapeTable>, { inner }: ShapeTable): void {
  for (const table of [...inner.values()].flat()) {
    for (const node of table.nodes) tables.set(node, table);
    addInner(tables, table);
  }
}

/** Of what ran inside of each, at any depth: an inner operator comes after its outer one. */
function insideOf(operators: readonly TalliedOperator[], times: readonly OperatorTime[]): Float64Array {
  const inside = new Float64Array(operators.length);
  for (let place = operators.length - 1; place >= 0; place -= 1) {
    const parent = (operators[place] as TalliedOperator).parent;
    if (parent < 0) continue;
    inside[parent] =
      (inside[parent] as number) + (inside[place] as number) + (times[place] as OperatorTime).selfMs;
  }
  return inside;
}
