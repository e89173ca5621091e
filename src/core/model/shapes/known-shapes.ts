import { bindSymbols } from '../inputs/binding.ts';
import { describePort } from '../describe-port.ts';
import { evaluateDimension, parseDimension } from '../dimension-expression.ts';
import { localFunctions } from '../function-body.ts';
import { walkGraph, type Walk } from './walk-graph.ts';
import type { KnownTensor, ShapeTable } from './shape-table.ts';
import type { OnnxModel, ValueInfoProto } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

/**
 * Shapes of a model's values with all symbols bound: by the rules of its operators, and where these cannot tell, as
 * the file declares them. What neither tells is absent. Subgraphs and called functions are tables of their own.
 */
export function knownShapes(model: OnnxModel, inputs: readonly ResolvedInput[]): ShapeTable {
  const valueOf = symbolValues(model, inputs);
  const walk: Walk = {
    functionOf: localFunctions(model),
    declared: (value) => declaredTensor(value, valueOf),
    calling: [],
    nodesLeft: { count: MOST_INNER_NODES },
  };
  const given = new Map(
    inputs.map(({ name, type, shape }): [string, KnownTensor] => [name, { type, shape }]),
  );
  return walkGraph(model.graph, null, given, walk);
}

/** Functions that call functions grow without bound: what is beyond this stays unknown. */
const MOST_INNER_NODES = 100_000;

function symbolValues(
  { graph }: OnnxModel,
  inputs: readonly ResolvedInput[],
): (symbol: string) => number | undefined {
  const given = Object.fromEntries(inputs.map((input) => [input.name, input.shape]));
  try {
    return bindSymbols(graph.input.map(describePort), given);
  } catch {
    // Inputs that contradict each other bind nothing; the rules may still tell.
    return () => undefined;
  }
}

function declaredTensor(
  value: ValueInfoProto,
  valueOf: (symbol: string) => number | undefined,
): KnownTensor | null {
  const { type, shape, kind } = describePort(value);
  if (kind !== 'tensor' || shape === null) return null;
  const sizes = shape.map((size) =>
    typeof size === 'string' ? evaluateDimension(parseDimension(size), valueOf) : size,
  );
  return sizes.every((size) => size !== null && size >= 0) ? { type, shape: sizes as number[] } : null;
}
