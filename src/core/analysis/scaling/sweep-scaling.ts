import type {
  ScalingEfficiency,
  ScalingFit,
  ScalingGap,
  ScalingMetric,
  ScalingPoint,
  ScalingVariable,
} from '../../../contract/scaling.ts';
import type { SweepCell } from '../../../contract/sweep.ts';
import { scalingEfficiency } from './efficiency.ts';
import { fitScaling } from './fit-scaling.ts';

export interface SweepScaling {
  /** Not worked out yet: each takes milliseconds. */
  readonly fits: readonly (() => ScalingFit | ScalingGap)[];
  readonly efficiency: readonly ScalingEfficiency[];
}

interface Group {
  readonly variable: ScalingVariable;
  readonly at: string;
  readonly cells: readonly SweepCell[];
}

/** Every line through the measured cells along which one size alone grows. */
export function scalingOfCells(cells: readonly SweepCell[]): SweepScaling {
  const measured = cells.filter(({ state, p50Ms }) => state === 'done' && p50Ms !== null);
  const groups = (['batch', 'sequence', 'tokens'] as const).flatMap((variable) =>
    groupsAlong(variable, measured),
  );
  return {
    fits: groups.flatMap(({ variable, at, cells: line }) =>
      (['latency', 'memory'] as const).flatMap((metric) => {
        const points = pointsOf(metric, variable, line);
        return points.length === 0 ? [] : [() => fitScaling({ metric, variable, at, points })];
      }),
    ),
    efficiency: groups.flatMap(({ variable, at, cells: line }) => {
      const found = scalingEfficiency({ variable, at, points: pointsOf('latency', variable, line) });
      return found === null ? [] : [found];
    }),
  };
}

function groupsAlong(variable: ScalingVariable, cells: readonly SweepCell[]): readonly Group[] {
  const lines = new Map<string, SweepCell[]>();
  for (const cell of cells) {
    if (variable !== 'batch' && cell.sequence === null) continue;
    const key = JSON.stringify(fixedOf(variable, cell));
    lines.set(key, [...(lines.get(key) ?? []), cell]);
  }
  return (
    [...lines.values()]
      .filter((line) => new Set(line.map((cell) => sizeOf(variable, cell))).size > 1)
      // Where batch and sequence were varied apart, their own lines say more than their product.
      .filter((line) => variable !== 'tokens' || isDiagonal(line))
      .map((line) => ({ variable, at: whereOf(variable, line[0] as SweepCell, cells), cells: line }))
  );
}

function fixedOf(
  variable: ScalingVariable,
  { model, batch, sequence, provider, threads }: SweepCell,
): unknown {
  const sizes = { batch: sequence, sequence: batch, tokens: null, concurrency: null }[variable];
  return [model.kind, model.location, provider, threads, sizes];
}

/** As the levels grow: both sizes with each step, neither twice. */
function isDiagonal(line: readonly SweepCell[]): boolean {
  return (['batch', 'sequence'] as const).every(
    (size) => new Set(line.map((cell) => cell[size])).size === line.length,
  );
}

function sizeOf(variable: ScalingVariable, { batch, sequence }: SweepCell): number {
  if (variable === 'batch') return batch;
  return variable === 'sequence' ? (sequence ?? 1) : batch * (sequence ?? 1);
}

function pointsOf(
  metric: ScalingMetric,
  variable: ScalingVariable,
  cells: readonly SweepCell[],
): ScalingPoint[] {
  return cells.flatMap((cell) => {
    const y = metric === 'latency' ? cell.p50Ms : cell.peakBytes;
    return y === null ? [] : [{ x: sizeOf(variable, cell), y }];
  });
}

/** "cpu, 2 threads, sequence 128": what is held fixed, and only the provider where nothing else differs. */
function whereOf(variable: ScalingVariable, cell: SweepCell, all: readonly SweepCell[]): string {
  const { model, provider, threads, batch, sequence } = cell;
  const severalModels = new Set(all.map((other) => other.model.location)).size > 1;
  return [
    ...(severalModels ? [model.location.split(/[\\/]/).at(-1) ?? model.location] : []),
    provider,
    ...(threads === null ? [] : [`${threads} ${threads === 1 ? 'thread' : 'threads'}`]),
    ...(variable === 'batch' && sequence !== null ? [`sequence ${sequence}`] : []),
    ...(variable === 'sequence' ? [`batch ${batch}`] : []),
  ].join(', ');
}
