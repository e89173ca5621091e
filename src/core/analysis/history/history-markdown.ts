import type { History, HistoryChange, HistoryVersion } from '../../../contract/history.ts';
import { formatByUnit, formatPercent } from '../../../contract/units.ts';
import { TREND_METRICS } from './history-metrics.ts';
import { changeInPercent, changeInWords, shortCommit } from './history-words.ts';

/** A history as a part of a changelog, newest version first. */
export function historyMarkdown(history: History): string {
  const { line, benchmark, metric, unit, versions, changes, anomalies, baseline, goal, method } = history;
  const words = [
    'version',
    'commit',
    'first run',
    'runs',
    TREND_METRICS[metric].label,
    'against the one before',
  ];
  const head = baseline === null ? words : [...words, `against ${baseline.name}`];
  const rows = versions.map((version, at) => [
    `${at + 1} · ${version.name} \`${version.contentHash.slice(0, 8)}\``,
    version.commit === null
      ? '—'
      : `\`${shortCommit(version.commit)}\`${version.isCommitDirty ? ' (changed)' : ''}`,
    `${day(version.firstAt)} \`${version.firstRunId}\``,
    String(version.runs),
    valueWithError(version, unit),
    version.againstPrevious === null ? '—' : told(version.againstPrevious, unit),
    ...(baseline === null
      ? []
      : [version.againstBaseline === null ? '—' : changeInPercent(version.againstBaseline.ratio)]),
  ]);
  const section = (title: string, sentences: readonly string[]): string[] =>
    sentences.length === 0 ? [] : ['', `### ${title}`, '', ...sentences.map((each) => `- ${escaped(each)}`)];
  return [
    `## ${escaped(line.names[0] ?? '')}: ${TREND_METRICS[metric].label}, ${escaped(benchmark.label)}`,
    '',
    escaped(history.sentence),
    '',
    tableRow(head),
    tableRow(head.map(() => '---')),
    ...rows.toReversed().map(tableRow),
    ...section(
      'Changes',
      changes.map(({ sentence }) => sentence),
    ),
    ...section(
      'Runs that stand out',
      anomalies.map(({ sentence }) => sentence),
    ),
    ...(goal === null ? [] : ['', `Goal: ${formatByUnit(goal, unit)}.`]),
    '',
    `_${escaped(method)}_`,
    '',
  ].join('\n');
}

function valueWithError({ value, ci95 }: HistoryVersion, unit: History['unit']): string {
  const shown = formatByUnit(value, unit);
  return ci95 === null ? shown : `${shown} ±${formatPercent(((ci95[1] - ci95[0]) / 2 / value) * 100)}`;
}

function told(change: HistoryChange, unit: History['unit']): string {
  return `${changeInWords(change, unit)}, ${change.verdict}`;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What would be markup stands as it is; code spans of ours are left. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~&]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cellText(cell)).join(' | ')} |`;
}

/** Names may hold markup; the code spans around hashes, commits and runs are the only one that is meant. */
function cellText(cell: string): string {
  const parts = cell.split('`');
  if (parts.length % 2 === 0) return escaped(cell);
  return parts.map((part, at) => (at % 2 === 0 ? escaped(part) : `\`${part.replaceAll('|', '')}\``)).join('');
}
