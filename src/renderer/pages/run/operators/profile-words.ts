import type { OperatorProfile, ProfileSummary, RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import { formatCount, formatDuration, formatNumber } from '../../../../contract/units.ts';
import { groupByType } from '../../../../core/analysis/operators/group-operators.ts';
import { shareWords } from './operator-columns.ts';

export interface TypeShare {
  readonly type: string;
  readonly share: number;
  readonly selfMs: number;
  readonly nodes: number;
  /** The dearest of them, by its place. */
  readonly place: number;
}

/** Operator types by what they take together, the dearest first. */
export function dearestTypes({ operators }: Pick<RunProfile, 'operators'>): readonly TypeShare[] {
  const msOf = (place: number): number => (operators[place] as OperatorProfile).selfMs;
  return groupByType(
    operators,
    operators.map((_, place) => place),
  )
    .map(({ label, places }) => ({
      type: label,
      share: places.reduce((sum, place) => sum + (operators[place] as OperatorProfile).share, 0),
      selfMs: places.reduce((sum, place) => sum + msOf(place), 0),
      nodes: places.length,
      place: places.reduce((dearest, place) => (msOf(place) > msOf(dearest) ? place : dearest)),
    }))
    .sort((one, other) => other.selfMs - one.selfMs);
}

/** "MatMul 62.3 %, Add 8.10 %, Softmax 5.20 %". */
export function typesInWords(types: readonly TypeShare[], count: number): string {
  return types
    .slice(0, count)
    .map(({ type, share }) => `${type} ${shareWords(share)}`)
    .join(', ');
}

/** "8.10 ms (8.05 ms – 8.15 ms)"; of what the clean pass measured, never of the profiled one. */
export function cleanWords(run: Pick<Run, 'latencyMs'>, { cleanMeanMs }: ProfileSummary): string {
  const interval = run.latencyMs?.intervals.mean;
  const mean = formatDuration(cleanMeanMs);
  return interval ? `${mean} (${formatDuration(interval[0])} – ${formatDuration(interval[1])})` : mean;
}

/** "200 iterations in 2 slices". */
export function passWords({ iterations, slices }: ProfileSummary): string {
  return (
    `${formatCount(iterations)} ${iterations === 1 ? 'iteration' : 'iterations'} in ` +
    `${formatCount(slices)} ${slices === 1 ? 'slice' : 'slices'}`
  );
}

export function factorWords({ overheadFactor }: ProfileSummary): string {
  return `×${formatNumber(overheadFactor)}`;
}
