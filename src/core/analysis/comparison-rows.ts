import type { MetricDifference } from '../../contract/comparison.ts';
import type { Environment } from '../../contract/hardware.ts';
import type { LatencySummary } from '../../contract/latency.ts';
import type { Run } from '../../contract/run.ts';
import { SAMPLES_WANTED, samplesMissing } from './summary.ts';

type Value = number | string | null | undefined;
type Unit = MetricDifference['unit'];
type Better = MetricDifference['better'];

function row(id: string, label: string, unit: Unit, better: Better, a: Value, b: Value): MetricDifference {
  const left = known(a);
  const right = known(b);
  const ratio =
    typeof left === 'number' && typeof right === 'number' && left > 0 && unit !== 'text'
      ? right / left
      : null;
  return { id, label, unit, a: left, b: right, ratio, better };
}

function known(value: Value): number | string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

const LATENCIES: readonly (readonly [Exclude<keyof LatencySummary, 'intervals'>, string])[] = [
  ['p50', 'p50 (median)'],
  ['mean', 'mean'],
  ['std', 'standard deviation'],
  ['min', 'minimum'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p999', 'p99.9'],
  ['max', 'maximum'],
];

/** Whether both did the same work: only then does a shorter iteration mean a faster one. */
export function sameWork(a: Run, b: Run): boolean {
  return (
    a.config.batch === b.config.batch &&
    a.config.sequence === b.config.sequence &&
    inputsOf(a) === inputsOf(b)
  );
}

export function compareMetrics(a: Run, b: Run): MetricDifference[] {
  const shorter = sameWork(a, b) ? 'lower' : 'neither';
  const fewest = Math.min(a.latencyMs?.count ?? 0, b.latencyMs?.count ?? 0);
  const isTail = (key: string): key is keyof typeof SAMPLES_WANTED => Object.hasOwn(SAMPLES_WANTED, key);
  return [
    ...LATENCIES.map(([key, label]) => {
      // A percentile on too few samples is shown, but nothing is concluded from it.
      const weak = isTail(key) && samplesMissing(key, fewest) > 0;
      return row(key, label, 'ms', weak ? 'neither' : shorter, a.latencyMs?.[key], b.latencyMs?.[key]);
    }),
    row(
      'samplesPerSecond',
      'samples per second',
      'per-second',
      'higher',
      a.throughput?.samplesPerSecond,
      b.throughput?.samplesPerSecond,
    ),
    row(
      'tokensPerSecond',
      'tokens per second',
      'per-second',
      'higher',
      a.throughput?.tokensPerSecond,
      b.throughput?.tokensPerSecond,
    ),
    row('loadMs', 'load', 'ms', 'lower', a.phases.loadMs, b.phases.loadMs),
    row('firstRunMs', 'first run', 'ms', shorter, a.phases.firstRunMs, b.phases.firstRunMs),
    row('count', 'iterations measured', 'count', 'neither', a.latencyMs?.count, b.latencyMs?.count),
    row('measuredMs', 'time measured', 'ms', 'neither', a.phases.measuredMs, b.phases.measuredMs),
    row(
      'workerPeakBytes',
      'worker memory, peak',
      'bytes',
      'lower',
      a.hardware?.workerPeakBytes,
      b.hardware?.workerPeakBytes,
    ),
    row(
      'workerCpuMeanPercent',
      'worker CPU, of one core',
      'percent',
      'neither',
      a.hardware?.workerCpuMeanPercent,
      b.hardware?.workerCpuMeanPercent,
    ),
    row(
      'cpuMeanPercent',
      'machine CPU',
      'percent',
      'neither',
      a.hardware?.cpuMeanPercent,
      b.hardware?.cpuMeanPercent,
    ),
  ];
}

export function compareConfiguration(a: Run, b: Run): MetricDifference[] {
  const text = (id: string, label: string, of: (run: Run) => Value): MetricDifference =>
    row(id, label, 'text', 'neither', of(a), of(b));
  const number = (id: string, label: string, unit: Unit, of: (run: Run) => Value): MetricDifference =>
    row(id, label, unit, 'neither', of(a), of(b));
  return [
    text('model', 'model', (run) => run.model.name),
    text('contentHash', 'model content', (run) => run.model.contentHash.slice(0, 12)),
    number('parameters', 'parameters', 'count', (run) => run.model.parameters),
    number('weightBytes', 'weights', 'bytes', (run) => run.model.weightBytes),
    text('level', 'level', (run) => run.config.level),
    text('provider', 'provider', (run) => run.config.provider),
    number('batch', 'batch', 'count', (run) => run.config.batch),
    number('sequence', 'sequence', 'count', (run) => run.config.sequence),
    text('inputs', 'inputs', inputsOf),
    text('threads', 'threads', (run) =>
      run.config.threads === null ? 'runtime decides' : run.config.threads,
    ),
    text('graphLevel', 'graph optimization', (run) => run.config.graphLevel),
    number('iterations', 'iterations wanted', 'count', (run) => run.config.iterations),
    number('durationMs', 'time budget', 'ms', (run) => run.config.durationMs),
    number('warmup', 'warm-up iterations', 'count', (run) => run.config.warmup),
    text('seed', 'seed', (run) => run.config.seed),
    text('executor', 'executor', (run) => run.config.executor),
  ];
}

export function inputsOf(run: Run): string {
  return run.config.inputs.map(({ name, type, shape }) => `${name} ${type}[${shape.join('×')}]`).join(', ');
}

export function compareEnvironment(a: Run, b: Run): MetricDifference[] {
  return ENVIRONMENT.map(({ id, label, unit, of }) =>
    row(id, label, unit ?? 'text', 'neither', valueOf(a, of), valueOf(b, of)),
  );
}

function valueOf(run: Run, of: (environment: Environment) => Value): Value {
  return run.environment === null ? null : of(run.environment);
}

interface EnvironmentFact {
  readonly id: string;
  readonly label: string;
  readonly unit?: Unit;
  readonly of: (environment: Environment) => Value;
}

/** Everything recorded about where a run was made, in the order in which people ask. */
export const ENVIRONMENT: readonly EnvironmentFact[] = [
  { id: 'host', label: 'machine', of: ({ host }) => host },
  { id: 'cpu', label: 'CPU', of: ({ cpu }) => cpu.model },
  { id: 'cores', label: 'logical cores', unit: 'count', of: ({ cpu }) => cpu.cores },
  { id: 'physicalCores', label: 'physical cores', unit: 'count', of: ({ cpu }) => cpu.physicalCores },
  { id: 'memory', label: 'memory', unit: 'bytes', of: ({ memoryBytes }) => memoryBytes },
  { id: 'gpu', label: 'GPU', of: ({ gpus }) => joined(gpus.map(({ name }) => name)) },
  { id: 'driver', label: 'GPU driver', of: ({ gpus }) => joined(gpus.map(({ driver }) => driver ?? '—')) },
  { id: 'os', label: 'operating system', of: ({ os }) => os.name },
  { id: 'kernel', label: 'kernel', of: ({ os }) => os.kernel },
  { id: 'arch', label: 'architecture', of: ({ os }) => os.arch },
  { id: 'onnxRuntime', label: 'ONNX Runtime', of: ({ onnxRuntime }) => onnxRuntime },
  { id: 'dyno', label: 'Dyno', of: ({ dyno }) => dyno },
  { id: 'node', label: 'Node', of: ({ node }) => node },
  { id: 'electron', label: 'Electron', of: ({ electron }) => electron },
  {
    id: 'git',
    label: 'git commit',
    of: ({ git }) => (git === null ? null : `${git.commit.slice(0, 12)}${git.dirty ? ', changed' : ''}`),
  },
];

function joined(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join(', ');
}
