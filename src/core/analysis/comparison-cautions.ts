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

/** What the two are called in a sentence. */
type Sides = readonly [a: string, b: string];

/** Reasons why the two cannot be held against each other as they are; each names both sides. */
export function cautionsOf(a: Run, b: Run, sides: Sides = ['A', 'B']): string[] {
  return [
    ...simulationCautions(a, b, sides),
    ...statusCautions(a, b, sides),
    ...workCautions(a, b, sides),
    ...placeCautions(a, b, sides),
    ...sampleCautions(a, b, sides),
    ...trustCautions(a, b, sides),
  ];
}

function simulationCautions(a: Run, b: Run, [sideA, sideB]: Sides): string[] {
  const [drawnA, drawnB] = [a.config.executor !== null, b.config.executor !== null];
  if (drawnA && drawnB) return [`Both ${sideA} and ${sideB} are simulated: nothing of this was measured.`];
  if (!drawnA && !drawnB) return [];
  const [drawn, other] = drawnA ? [sideA, sideB] : [sideB, sideA];
  return [`${capital(drawn)} is simulated, ${other} was measured: the two say nothing of each other.`];
}

/** A simulated run is told apart above, and is nothing that trust is about. */
function trustCautions(a: Run, b: Run, [sideA, sideB]: Sides): string[] {
  const words = { trusted: '', caution: 'is to be read with caution', 'not-trusted': 'is not to be trusted' };
  return (
    [
      [sideA, a],
      [sideB, b],
    ] as const
  ).flatMap(([side, { trust, config }]) =>
    trust === null || trust.verdict === 'trusted' || config.executor !== null
      ? []
      : [`${capital(side)} ${words[trust.verdict]}: ${trust.sentence}`],
  );
}

function statusCautions(a: Run, b: Run, [sideA, sideB]: Sides): string[] {
  return (
    [
      [sideA, a],
      [sideB, b],
    ] as const
  ).flatMap(([side, { status }]) =>
    status === 'done'
      ? []
      : [`${capital(side)} ${UNFINISHED[status]}: its numbers cover only what was measured.`],
  );
}

function workCautions(a: Run, b: Run, [sideA, sideB]: Sides): string[] {
  const cautions: string[] = [];
  if (a.model.contentHash !== b.model.contentHash) {
    cautions.push(
      a.model.name === b.model.name
        ? `The model files differ in content, although both are called ${a.model.name}.`
        : `Different models: ${a.model.name} in ${sideA}, ${b.model.name} in ${sideB}.`,
    );
  }
  const settings: (readonly [string, unknown, unknown])[] = [
    ['providers', a.config.provider, b.config.provider],
    ['batches', a.config.batch, b.config.batch],
    ['sequence lengths', a.config.sequence ?? 'none', b.config.sequence ?? 'none'],
    ['thread counts', a.config.threads ?? 'the runtime’s choice', b.config.threads ?? 'the runtime’s choice'],
    ['scenarios', a.config.scenario?.kind ?? 'none', b.config.scenario?.kind ?? 'none'],
    ['caches', a.config.coldCache ? 'cold' : 'warm', b.config.coldCache ? 'cold' : 'warm'],
    ['graph optimization levels', a.config.graphLevel, b.config.graphLevel],
  ];
  for (const [what, left, right] of settings) {
    if (left !== right)
      cautions.push(`Different ${what}: ${String(left)} in ${sideA}, ${String(right)} in ${sideB}.`);
  }
  const sameSize = a.config.batch === b.config.batch && a.config.sequence === b.config.sequence;
  if (sameSize && inputsOf(a) !== inputsOf(b)) {
    cautions.push(
      `Different inputs: ${inputsOf(a) || 'none'} in ${sideA}, ${inputsOf(b) || 'none'} in ${sideB}.`,
    );
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

function placeCautions(a: Run, b: Run, [sideA, sideB]: Sides): string[] {
  if (a.environment === null || b.environment === null) {
    const sides = [a.environment === null ? sideA : '', b.environment === null ? sideB : ''].filter(Boolean);
    return [`Where ${sides.join(' and ')} ran was not recorded: the machines cannot be compared.`];
  }
  return compareEnvironment(a, b).flatMap((fact: MetricDifference) => {
    const what = PLACE[fact.id];
    if (what === undefined || fact.a === fact.b) return [];
    if (fact.id === 'memory') return [`Different ${what} in ${sideA} and ${sideB}.`];
    return [`Different ${what}: ${fact.a ?? 'none'} in ${sideA}, ${fact.b ?? 'none'} in ${sideB}.`];
  });
}

function sampleCautions(a: Run, b: Run, [sideA, sideB]: Sides): string[] {
  const counts = [
    { side: sideA, count: a.latencyMs?.count ?? 0 },
    { side: sideB, count: b.latencyMs?.count ?? 0 },
  ].filter(({ count }) => count > 0);
  return counts.flatMap(({ side, count }) => {
    if (count < FEW_SAMPLES) {
      return [
        `${capital(side)} measured only ${formatCount(count)} iterations: even its median is uncertain.`,
      ];
    }
    const missing = samplesMissing('p99', count);
    if (missing === 0) return [];
    return [
      `${capital(side)} has no p99: ${formatCount(count)} iterations are too few for one, ${formatCount(missing)} more are needed.`,
    ];
  });
}

function capital(side: string): string {
  return side.charAt(0).toUpperCase() + side.slice(1);
}
