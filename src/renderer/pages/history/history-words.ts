import type { History, HistoryChange, HistoryMetric, HistoryVersion } from '../../../contract/history.ts';
import { formatByUnit, type Unit } from '../../../contract/units.ts';
import { changeInPercent } from '../../../core/analysis/history/history-words.ts';

export const METRIC_WORDS: Readonly<Record<HistoryMetric, string>> = {
  p50: 'p50',
  mean: 'mean',
  p95: 'p95',
  p99: 'p99',
  'samples-per-second': 'samples/s',
  'tokens-per-second': 'tokens/s',
  memory: 'peak memory',
  energy: 'energy per inference',
};

/** "245 ms → 180 ms". */
export function fromTo({ from, to }: HistoryChange, unit: Unit): string {
  return `${formatByUnit(from, unit)} → ${formatByUnit(to, unit)}`;
}

/** "−27 %", with its interval where there is one. */
export function changeWords({ ratio, ratioCi95 }: HistoryChange): { share: string; interval: string } {
  return {
    share: changeInPercent(ratio),
    interval:
      ratioCi95 === null ? '' : `${changeInPercent(ratioCi95[0])} to ${changeInPercent(ratioCi95[1])}`,
  };
}

export const VERDICT_WORDS: Readonly<Record<HistoryChange['verdict'], string>> = {
  better: 'better',
  worse: 'worse',
  same: 'no change',
  undecided: 'not sure',
};

/** "1a2b3c4 (changed)": the commit as people write it, and whether the folder held more than it. */
export function commitWords({
  commit,
  isCommitDirty,
}: Pick<HistoryVersion, 'commit' | 'isCommitDirty'>): string {
  if (commit === null) return '—';
  return `${commit.slice(0, 8)}${isCommitDirty ? ' (changed)' : ''}`;
}

/** The last run of a version, and of the one before: what a comparison of the two begins with. */
export function runsToCompare({ points }: History, version: number): readonly [string, string] | null {
  const lastOf = (wanted: number): string | undefined => points.runIds[points.version.lastIndexOf(wanted)];
  const [before, after] = [lastOf(version - 1), lastOf(version)];
  return before === undefined || after === undefined ? null : [before, after];
}
