import { aProfile, anOperator } from '../../../contract/profile.fixture.ts';
import { PLAIN_CONFIG, PLAIN_RUN } from '../../../contract/blank-run.fixture.ts';
import type { GraphNode, ModelGraph } from '../../../contract/model-graph.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';
import type { ResolvedInput } from '../../../contract/model.ts';
import type { Run } from '../../../contract/run.ts';
import { modelGraph } from '../../model/graph/model-graph.ts';
import type { NodeProto, OnnxModel } from '../../model/onnx-messages.ts';
import type { ProfiledRun } from './profiled-run.ts';

export const INPUTS: readonly ResolvedInput[] = [];

/** The same model with some of its nodes changed, left out, or several in their place. */
export function withNodes(
  model: OnnxModel,
  change: (node: NodeProto, place: number) => readonly NodeProto[],
): OnnxModel {
  return { ...model, graph: { ...model.graph, node: model.graph.node.flatMap(change) } };
}

/** The same model with every name of a node and a value replaced. */
export function renamed(model: OnnxModel, rename: (name: string) => string, isWeightsToo = true): OnnxModel {
  const { graph } = model;
  const kept = new Set([
    ...graph.input.map(({ name }) => name ?? ''),
    ...graph.output.map(({ name }) => name ?? ''),
    ...(isWeightsToo ? [] : graph.initializer.map(({ name }) => name ?? '')),
  ]);
  const value = (name: string): string => (name === '' || kept.has(name) ? name : rename(name));
  return {
    ...model,
    graph: {
      ...graph,
      node: graph.node.map((node) => ({
        ...node,
        name: node.name === undefined || node.name === '' ? '' : rename(node.name),
        input: node.input.map(value),
        output: node.output.map(value),
      })),
      initializer: graph.initializer.map((tensor) => ({ ...tensor, name: value(tensor.name ?? '') })),
      valueInfo: graph.valueInfo.map((info) => ({ ...info, name: value(info.name ?? '') })),
    },
  };
}

export interface Executed {
  /** Of a node of the file; 0.5 where it says nothing. */
  readonly msOf?: (node: GraphNode, place: number) => number | undefined;
  /** Places of nodes that one operator stands for, the one it is named after first. */
  readonly fused?: readonly { readonly op: string; readonly sources: readonly number[] }[];
  readonly outsideMs?: number;
  readonly noise?: () => number;
}

/** As if each node of the file had run by itself, but for those that were fused. */
export function profiledModel(model: OnnxModel, executed: Executed = {}): ProfiledRun {
  return profiledGraph(modelGraph(model, INPUTS), executed);
}

export function profiledGraph(
  graph: ModelGraph,
  { msOf = () => undefined, fused = [], outsideMs = 0.25, noise = () => 1 }: Executed = {},
): ProfiledRun {
  const swallowed = new Map(fused.flatMap(({ sources }, at) => sources.map((place) => [place, at] as const)));
  const operators: OperatorProfile[] = [];
  for (const [place, node] of graph.nodes.entries()) {
    const at = swallowed.get(place);
    const joined = at === undefined ? undefined : fused[at];
    if (node.op === 'Constant' || (joined !== undefined && joined.sources[0] !== place)) continue;
    const sources = joined?.sources ?? [place];
    const selfMs =
      noise() *
      sources.reduce((sum, source) => sum + (msOf(graph.nodes[source] as GraphNode, source) ?? 0.5), 0);
    operators.push(
      anOperator({
        name: node.name,
        op: joined?.op ?? node.op,
        family: node.family,
        module: node.module,
        sources,
        selfMs,
        selfMsCi95: [selfMs * 0.98, selfMs * 1.02],
        inputs: operands(graph, node.inputs),
        outputs: operands(graph, node.outputs),
      }),
    );
  }
  const cleanMeanMs = operators.reduce((sum, { selfMs }) => sum + selfMs, outsideMs);
  return { run: aRun(cleanMeanMs * 0.98), profile: aProfile({ operators, cleanMeanMs, outsideMs }), graph };
}

function operands({ tensors }: ModelGraph, places: readonly number[]): OperatorProfile['inputs'] {
  return places.flatMap((place) => {
    const known = tensors[place];
    return known === undefined ? [] : [{ tensor: known.name, type: known.type, shape: known.shape ?? [] }];
  });
}

export function aRun(p50: number): Run {
  return {
    ...PLAIN_RUN,
    id: '0123456789abcdef',
    name: 'a run',
    model: { name: 'a model' },
    config: { ...PLAIN_CONFIG, provider: 'cpu' },
    latencyMs: { p50, intervals: { p50: [p50 * 0.995, p50 * 1.005] } },
    environment: { host: 'here' },
  } as unknown as Run;
}

export function answerOf<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
