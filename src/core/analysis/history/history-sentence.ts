import type { ChangePoint, HistoryMetric, HistoryPoints, HistoryVersion } from '../../../contract/history.ts';
import { formatByUnit, formatCount } from '../../../contract/units.ts';
import { TREND_METRICS } from './history-metrics.ts';
import { changeInPercent, changeInWords } from './history-words.ts';

interface SentenceParts {
  readonly metric: HistoryMetric;
  readonly points: HistoryPoints;
  readonly versions: readonly HistoryVersion[];
  readonly changes: readonly ChangePoint[];
  readonly goal: number | null;
  readonly fewest: number;
}

/** What the history comes to, true as it stands. */
export function historySentence(parts: SentenceParts): string {
  const goal = goalWords(parts);
  return `${levelWords(parts)}${goal === '' ? '' : ` ${goal}`}`;
}

function levelWords({ metric, points, versions, changes, fewest }: SentenceParts): string {
  const { label, unit, better } = TREND_METRICS[metric];
  const counted = points.runIds.length - points.leftOut.reduce((sum, flag) => sum + flag, 0);
  const last = versions.at(-1);
  if (last === undefined) return `No run has measured the ${label} in this way.`;
  if (counted === 0) return `None of the ${formatCount(points.runIds.length)} runs is to be trusted.`;
  if (points.runIds.length === 1) return `One run so far: ${formatByUnit(last.value, unit)}.`;
  const runs = `${formatCount(counted)} runs`;
  const change = changes.at(-1);
  const first = changes[0];
  if (change === undefined || first === undefined) {
    if (counted < fewest)
      return `${runs}, too few to find a change in: the last version takes ${formatByUnit(last.value, unit)}.`;
    const versionWords = versions.length > 1 ? ` and ${versions.length} versions` : '';
    return `No change in ${runs}${versionWords}: the ${label} is ${formatByUnit(last.value, unit)}.`;
  }
  const since = formatCount(points.runIds.length - change.index);
  const worse = change.change.ratio > 1 === (better === 'lower');
  const lastWords = `${changeInWords(change.change, unit)} from run ${change.runId} on (${since} ${since === '1' ? 'run' : 'runs'})`;
  const way = worse ? 'worse' : 'better';
  if (changes.length === 1) return `One change in ${runs}: the ${label} became ${way}, ${lastWords}.`;
  const [from, to] = [first.change.from, change.change.to];
  const whole = `from ${formatByUnit(from, unit)} to ${formatByUnit(to, unit)} (${changeInPercent(to / from)})`;
  return `${changes.length} changes in ${runs} brought the ${label} ${whole}. The last made it ${way}: ${lastWords}.`;
}

function goalWords({ metric, versions, changes, goal }: SentenceParts): string {
  const { unit, better } = TREND_METRICS[metric];
  const level = changes.at(-1)?.change.to ?? versions.at(-1)?.value;
  if (goal === null || level === undefined) return '';
  const reached = better === 'lower' ? level <= goal : level >= goal;
  const line = formatByUnit(goal, unit);
  if (reached) return `The goal of ${line} is reached.`;
  return `The goal of ${line} is not reached: ${changeInPercent(goal / level)} to go.`;
}
