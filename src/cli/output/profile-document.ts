import type { Finding } from '../../contract/finding.ts';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { OperandFact, OperatorProfile, RunProfile } from '../../contract/profile.ts';
import { placementWords } from '../../core/analysis/attribution/placement-words.ts';
import { sourceCounts } from '../../core/analysis/operators/source-counts.ts';

/**
 * A profile as `profile --json` and `show --operators --json` print it beside the run. Nodes are in order of execution;
 * times and work are of one iteration, brought to the clean time; findings name nodes by their place among them.
 */
export function profileDocument(
  profile: RunProfile,
  findings: readonly Finding[],
  graph: ModelGraph | null,
): Record<string, unknown> {
  const { operators, placement } = profile;
  return {
    cleanMeanMs: profile.cleanMeanMs,
    profiledMeanMs: profile.profiledMeanMs,
    overheadFactor: profile.overheadFactor,
    isIndicative: profile.isIndicative,
    eventCostMs: profile.eventCostMs,
    profiledIterations: profile.iterations,
    slices: profile.slices,
    outsideMs: profile.outsideMs,
    coverage: profile.coverage,
    ...sourceCounts(profile, graph),
    placement: {
      ...placement,
      sentence: placementWords(placement),
      fallbacks: placement.fallbacks.map((place) => nodeReference(operators, place)),
    },
    nodes: operators.map((operator, place) => nodeDocument(operator, place, graph)),
    findings: findings.map((finding) => ({
      ...finding,
      operators: finding.operators.map((place) => nodeReference(operators, place)),
    })),
    memory: profile.memory,
    notes: profile.notes,
  };
}

function nodeReference(operators: readonly OperatorProfile[], place: number): object {
  const { name = '', op = '', selfMs = 0 } = operators[place] ?? {};
  return { node: place, name, op, selfMs };
}

function nodeDocument(operator: OperatorProfile, place: number, graph: ModelGraph | null): object {
  const { bytesRead, bytesWritten, sources, inputs, outputs, parent, ...rest } = operator;
  return {
    node: place,
    name: rest.name,
    op: rest.op,
    domain: rest.domain,
    family: rest.family,
    provider: rest.provider,
    module: rest.module,
    // The file's own nodes that it stands for; one without a name by its place in the file.
    sources: sources.map((source) => graph?.nodes[source]?.name || `#${source}`),
    parent: parent < 0 ? null : parent,
    count: rest.count,
    perIteration: rest.perIteration,
    selfMs: rest.selfMs,
    selfMsCi95: rest.selfMsCi95,
    totalMs: rest.totalMs,
    share: rest.share,
    recordedMs: rest.recordedMs,
    kernelMs: rest.gpu?.kernelMs ?? null,
    launchMs: rest.gpu?.launchMs ?? null,
    waitMs: rest.gpu?.waitMs ?? null,
    inputs: inputs.map(operandDocument),
    outputs: outputs.map(operandDocument),
    macs: rest.macs,
    flops: rest.flops,
    bytes: bytesRead === null || bytesWritten === null ? null : bytesRead + bytesWritten,
    bytesRead,
    bytesWritten,
    memory: rest.memory,
  };
}

function operandDocument({ tensor, type, shape }: OperandFact): object {
  return { tensor, type, shape };
}
