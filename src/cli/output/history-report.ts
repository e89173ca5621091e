import type { History, HistoryChange, ModelLine } from '../../contract/history.ts';
import { formatByUnit, formatCount, formatDuration, formatPercent } from '../../contract/units.ts';
import { TREND_METRICS } from '../../core/analysis/history/history-metrics.ts';
import { changeInPercent, changeInWords, shortCommit } from '../../core/analysis/history/history-words.ts';
import type { Terminal } from '../host/terminal.ts';
import { dateTime } from './date-time.ts';
import { formatTable, printable } from './table.ts';
import { trendChart } from './trend-chart.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const MOST_VERSIONS = 30;
const MOST_ANOMALIES = 10;
const SIGNS: Readonly<Record<HistoryChange['verdict'], string>> = {
  better: '✓ better',
  worse: '✗ worse',
  same: '= same',
  undecided: '? undecided',
};

export function formatModelLines(lines: readonly ModelLine[], paint: Terminal['paint']): string {
  const table = formatTable(
    [
      { title: 'model', shrinks: true },
      { title: 'hash' },
      { title: 'versions', align: 'right' },
      { title: 'runs', align: 'right' },
      { title: 'ways', align: 'right' },
      { title: 'last p50', align: 'right' },
      { title: 'last run' },
    ],
    lines.map(({ names, id, versions, runs, benchmarks, lastAt }) => [
      printable(names[0] ?? ''),
      id.slice(0, 8),
      formatCount(versions),
      formatCount(runs),
      formatCount(benchmarks.length),
      formatDuration(benchmarks.toSorted((a, b) => b.lastAt - a.lastAt)[0]?.lastMs),
      dateTime(lastAt),
    ]),
    WIDTH,
  );
  return [paint.dim(table.head), ...table.body].join('\n');
}

export function formatHistory(history: History, paint: Terminal['paint'], command: string): string {
  const { line, benchmark, metric, changes, anomalies } = history;
  const sentence = (text: string, mark: string): string[] =>
    wrap(printable(text), WIDTH - mark.length - 3).map(
      (each, at) => `  ${at === 0 ? mark : ' '.repeat(mark.length)} ${each}`,
    );
  const titled = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
  const [name = '', ...formerly] = line.names.map(printable);
  const was = formerly.length > 0 ? `, once ${formerly.slice(0, 3).join(', ')}` : '';
  const others = line.benchmarks.filter(({ key }) => key !== benchmark.key);
  return [
    ...wrap(`${name}${was}`, WIDTH).map((each) => paint.bold(each)),
    ...wrap(`${TREND_METRICS[metric].label} · ${printable(benchmark.label)}`, WIDTH).map((each) =>
      paint.dim(each),
    ),
    '',
    ...wrap(printable(history.sentence), WIDTH),
    ...withGap(trendChart(history, WIDTH)),
    ...titled('Versions', versionRows(history, paint)),
    ...titled(
      'Changes',
      changes.flatMap((change, at) => sentence(change.sentence, `${at + 1}`)),
    ),
    ...titled(
      'Runs that stand out',
      anomalies.slice(-MOST_ANOMALIES).flatMap((anomaly) => sentence(anomaly.sentence, '•')),
    ),
    ...(others.length === 0
      ? []
      : ['', paint.dim(`Measured in ${others.length} other ways as well; one of them with --benchmark:`)]),
    ...others
      .slice(0, 8)
      .map(({ key, label, runs }) =>
        paint.dim(`  ${key}  ${printable(label)} (${formatCount(runs)})`.slice(0, WIDTH)),
      ),
    ...(others.length > 8 ? [paint.dim(`  and ${others.length - 8} more: ${command} history --json`)] : []),
  ].join('\n');
}

const withGap = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

function versionRows({ versions, unit, metric, baseline }: History, paint: Terminal['paint']): string[] {
  const shown = versions.slice(-MOST_VERSIONS);
  const first = versions.length - shown.length;
  if (shown.length === 0) return [];
  const table = formatTable(
    [
      { title: '#', align: 'right' },
      { title: 'version', shrinks: true },
      { title: 'commit' },
      { title: 'runs', align: 'right' },
      { title: TREND_METRICS[metric].label },
      { title: '±', align: 'right' },
      { title: '' },
      ...(baseline === null
        ? []
        : [{ title: printable(baseline.name).slice(0, 10), align: 'right' as const }]),
    ],
    shown.map((version, at) => [
      String(first + at + 1),
      `${version.contentHash.slice(0, 8)} ${printable(version.name)}`,
      shortCommit(version.commit) + (version.isCommitDirty ? '+' : '') || '—',
      formatCount(version.runs),
      version.againstPrevious === null
        ? formatByUnit(version.value, unit)
        : changeInWords(version.againstPrevious, unit),
      version.ci95 === null
        ? '—'
        : formatPercent(((version.ci95[1] - version.ci95[0]) / 2 / version.value) * 100),
      version.againstPrevious === null ? '' : SIGNS[version.againstPrevious.verdict],
      ...(baseline === null || version.againstBaseline === null
        ? []
        : [changeInPercent(version.againstBaseline.ratio)]),
    ]),
    WIDTH,
  );
  const older = first === 0 ? [] : [paint.dim(`… and ${first} older ones; --json has them all`)];
  const colour = (text: string): string =>
    text.includes('✗ worse') ? paint.red(text) : text.includes('✓ better') ? paint.green(text) : text;
  return [paint.dim(table.head), ...older, ...table.body.map(colour)];
}
