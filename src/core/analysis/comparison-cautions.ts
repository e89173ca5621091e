import type { MetricDifference } from '../../contract/comparison.ts';
import type { Run } from '../../contract/run.ts';
import { formatCount } from '../../contract/units.ts';
import { compareEnvironment, inputsOf } from './comparison-rows.ts';
import { samplesMissing } from './summary.ts';

/** Below this the interval of the median says little, whatever its formula. */
export const FEW_SAMPLES = 30;

const UNFINISHED: Readonly<Record<Exclude<Run['status'], 'done'>, string>> = {
  queued: 'has not started',
  running: 'is still running',
  stopped: 'was stopped before its end',
  failed: 'failed',
  crashed: 'crashed',
};

/** Reasons why the two cannot be held against each other as they are; each names both sides. */
export function cautionsOf(a: Run, b: Run): string[] {
  return [
    ...simulationCautions(a, b),
    ...statusCautions(a, b),
    ...workCautions(a, b),
    ...placeCautions(a, b),
    ...sampleCautions(a, b),
    ...trustCautions(a, b),
  ];
}

function simulationCautions(a: Run, b: Run): string[] {
  const [drawnA, drawnB] = [a.config.executor !== null, b.config.executor !== null];
  if (drawnA && drawnB) return ['Both A and B are simulated: nothing of this was measured.'];
  if (!drawnA && !drawnB) return [];
  const [drawn, other] = drawnA ? ['A', 'B'] : ['B', 'A'];
  return [`${drawn} is simulated, ${other} was measured: the two say nothing of each other.`];
}

/** A simulated run is told apart above, and is nothing that trust is about. */
function trustCautions(a: Run, b: Run): string[] {
  const words = { trusted: '', caution: 'is to be read with caution', 'not-trusted': 'is not to be trusted' };
  return (
    [
      ['A', a],
      ['B', b],
    ] as const
  ).flatMap(([side, { trust, config }]) =>
    trust === null || trust.verdict === 'trusted' || config.executor !== null
      ? []
      : [`${side} ${words[trust.verdict]}: ${trust.sentence}`],
  );
}

function statusCautions(a: Run, b: Run): string[] {
  return (
    [
      ['A', a],
      ['B', b],
    ] as const
  ).flatMap(([side, { status }]) =>
    status === 'done' ? [] : [`${side} ${UNFINISHED[status]}: its numbers cover only what was measured.`],
  );
}

function workCautions(a: Run, b: Run): string[] {
  const cautions: string[] = [];
  if (a.model.contentHash !== b.model.contentHash) {
    cautions.push(
      a.model.name === b.model.name
        ? `The model files differ in content, although both are called ${a.model.name}.`
        : `Different models: ${a.model.name} in A, ${b.model.name} in B.`,
    );
  }
  const settings: (readonly [string, unknown, unknown])[] = [
    ['providers', a.config.provider, b.config.provider],
    ['batches', a.config.batch, b.config.batch],
    ['sequence lengths', a.config.sequence ?? 'none', b.config.sequence ?? 'none'],
    ['thread counts', a.config.threads ?? 'the runtime’s choice', b.config.threads ?? 'the runtime’s choice'],
    ['graph optimization levels', a.config.graphLevel, b.config.graphLevel],
  ];
  for (const [what, left, right] of settings) {
    if (left !== right) cautions.push(`Different ${what}: ${String(left)} in A, ${String(right)} in B.`);
  }
  const sameSize = a.config.batch === b.config.batch && a.config.sequence === b.config.sequence;
  if (sameSize && inputsOf(a) !== inputsOf(b)) {
    cautions.push(`Different inputs: ${inputsOf(a) || 'none'} in A, ${inputsOf(b) || 'none'} in B.`);
  }
  return cautions;
}

const PLACE: Readonly<Record<string, string>> = {
  host: 'machines',
  cpu: 'CPUs',
  cores: 'core counts',
  memory: 'memory sizes',
  gpu: 'GPUs',
  driver: 'GPU drivers',
  os: 'operating systems',
  kernel: 'kernels',
  onnxRuntime: 'ONNX Runtime versions',
};

function placeCautions(a: Run, b: Run): string[] {
  if (a.environment === null || b.environment === null) {
    const sides = [a.environment === null ? 'A' : '', b.environment === null ? 'B' : ''].filter(Boolean);
    return [`Where ${sides.join(' and ')} ran was not recorded: the machines cannot be compared.`];
  }
  return compareEnvironment(a, b).flatMap((fact: MetricDifference) => {
    const what = PLACE[fact.id];
    if (what === undefined || fact.a === fact.b) return [];
    if (fact.id === 'memory') return [`Different ${what} in A and B.`];
    return [`Different ${what}: ${fact.a ?? 'none'} in A, ${fact.b ?? 'none'} in B.`];
  });
}

function sampleCautions(a: Run, b: Run): string[] {
  const counts = [
    { side: 'A', count: a.latencyMs?.count ?? 0 },
    { side: 'B', count: b.latencyMs?.count ?? 0 },
  ].filter(({ count }) => count > 0);
  return counts.flatMap(({ side, count }) => {
    if (count < FEW_SAMPLES) {
      return [`${side} measured only ${formatCount(count)} iterations: even its median is uncertain.`];
    }
    const missing = samplesMissing('p99', count);
    if (missing === 0) return [];
    return [
      `${side}’s p99 rests on ${formatCount(count)} iterations: ${formatCount(missing)} more would be needed.`,
    ];
  });
}
