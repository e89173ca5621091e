import { describePort } from './describe-port.ts';
import { howItGenerates } from './generation/read-decoder.ts';
import { findIndexLimits } from './index-limit.ts';
import { graphsWithin, isStandard } from './graph-walk.ts';
import { listConstants } from './constants.ts';
import { countParameters } from './parameters/count-parameters.ts';
import { parseDimension, symbolsOf } from './dimension-expression.ts';
import { roleOfDimension } from './dimension-role.ts';
import type { ModelInfo, ModelRef, OperatorCount, TensorPort } from '../../contract/model.ts';
import type { OnnxModel } from './onnx-messages.ts';
import type { Bytes } from '../../contract/units.ts';

/** What there is to say about a model, from its structure alone. */
export function describeModel(model: OnnxModel, ref: ModelRef, name: string, fileBytes: Bytes): ModelInfo {
  const { graph } = model;
  const constants = listConstants(model);
  const limits = findIndexLimits(graph, constants);
  const initializers = new Set(graph.initializer.map((tensor) => tensor.name));
  const inputs = graph.input
    .filter((input) => !initializers.has(input.name))
    .map((input) => withLimit(describePort(input), limits));
  const outputs = graph.output.map(describePort);
  const generates = howItGenerates(inputs, outputs);
  return {
    ref,
    name,
    irVersion: model.irVersion ?? 0,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    graphName: graph.name ?? '',
    opsets: model.opsetImport.map((opset) => ({
      domain: opset.domain === undefined || isStandard(opset.domain) ? 'ai.onnx' : opset.domain,
      version: opset.version ?? 0,
    })),
    metadata: Object.fromEntries(model.metadataProps.map((entry) => [entry.key ?? '', entry.value ?? ''])),
    inputs,
    outputs,
    ...countNodes(model),
    parameters: countParameters(model),
    weightBytes: sum(constants.map((constant) => constant.bytes)),
    fileBytes,
    externalData: listExternalData(model),
    symbols: listSymbols(inputs),
    hasBatch: hasFreeAxis(inputs, ['batch']),
    hasSequence: hasFreeAxis(inputs, ['sequence', 'total']),
    ...(generates !== undefined && { generates }),
  };
}

function withLimit(port: TensorPort, limits: ReadonlyMap<string, number>): TensorPort {
  const indexLimit = limits.get(port.name);
  return indexLimit === undefined ? port : { ...port, indexLimit };
}

function countNodes(model: OnnxModel): {
  readonly nodeCount: number;
  readonly operators: readonly OperatorCount[];
} {
  const counts = new Map<string, OperatorCount>();
  let nodeCount = 0;
  for (const graph of graphsWithin(model.graph)) {
    for (const node of graph.node) {
      nodeCount += 1;
      const domain = isStandard(node.domain) ? 'ai.onnx' : (node.domain ?? '');
      const type = node.opType ?? '';
      const key = `${domain}:${type}`;
      counts.set(key, { domain, type, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  const operators = [...counts.values()].sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  return { nodeCount, operators };
}

/** Each file once, with the bytes that the model reads of it; null where it does not say how many. */
function listExternalData(model: OnnxModel): ModelInfo['externalData'] {
  const files = new Map<string, number | null>();
  for (const graph of graphsWithin(model.graph)) {
    for (const tensor of graph.initializer) {
      if (tensor.dataLocation !== 1) continue;
      const entries = new Map(tensor.externalData.map((entry) => [entry.key, entry.value]));
      const path = entries.get('location');
      if (path === undefined) continue;
      const length = Number(entries.get('length') ?? Number.NaN);
      const end = Number(entries.get('offset') ?? 0) + length;
      const before = files.get(path) ?? 0;
      const known = files.get(path) !== null && Number.isSafeInteger(end);
      files.set(path, known ? Math.max(before, end) : null);
    }
  }
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

function listSymbols(inputs: readonly TensorPort[]): readonly string[] {
  const symbols = new Set<string>();
  for (const { shape } of inputs) {
    for (const dimension of shape ?? []) {
      if (typeof dimension !== 'string') continue;
      for (const symbol of symbolsOf(parseDimension(dimension))) symbols.add(symbol);
    }
  }
  return [...symbols];
}

function hasFreeAxis(inputs: readonly TensorPort[], roles: readonly string[]): boolean {
  return inputs.some((port) =>
    (port.shape ?? []).some(
      (dimension, axis) => typeof dimension !== 'number' && roles.includes(roleOfDimension(port, axis)),
    ),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
