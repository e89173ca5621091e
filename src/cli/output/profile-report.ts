import type { ModelGraph } from '../../contract/model-graph.ts';
import type { RunProfile } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../contract/units.ts';
import { placementWords } from '../../core/analysis/attribution/placement-words.ts';
import { sourceCounts } from '../../core/analysis/operators/source-counts.ts';
import type { Paint } from '../host/terminal.ts';
import { columnsBy, middle, operatorRows, type OperatorGrouping } from './operator-rows.ts';
import { statusWord } from './run-report.ts';
import { ellipsize, formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const LABEL_WIDTH = 12;
/** A name gets at least this, so that its two ends are seen. */
const LEAST_NAME = 8;
/** Where most of the time is in operators too small to be shown one by one. */
const MANY_SMALL = 0.5;

export interface Shown {
  readonly top: number;
  readonly by: OperatorGrouping;
  readonly width: number;
}

/** Where the time went: the clean time first, what recording did to it, then the dearest operators. */
export function formatProfile(
  run: Run,
  profile: RunProfile,
  graph: ModelGraph | null,
  shown: Shown,
  paint: Paint,
): string {
  return [
    heading(run, paint),
    facts(run, profile, graph, paint),
    ...(profile.operators.length > 0 ? [table(profile, shown, paint)] : []),
    ...(profile.notes.length > 0 ? [notes(profile, paint)] : []),
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function heading(run: Run, paint: Paint): string[] {
  const { config } = run;
  const shape = config.sequence === null ? `batch ${config.batch}` : `${config.batch} × ${config.sequence}`;
  const threads =
    config.threads === null ? [] : [`${config.threads} thread${config.threads === 1 ? '' : 's'}`];
  const level = config.graphLevel === 'all' ? [] : [`graph ${config.graphLevel}`];
  const parts = [config.provider, shape, ...threads, ...level, 'profiled'];
  const name = paint.bold(ellipsize(printable(run.model.name), 34));
  return [`${name}  ${parts.join(' · ')}  ${statusWord(run, paint)}`];
}

function facts(run: Run, profile: RunProfile, graph: ModelGraph | null, paint: Paint): string[] {
  const { cleanMeanMs, profiledMeanMs, overheadFactor, isIndicative, eventCostMs, outsideMs, coverage } =
    profile;
  const mean = run.latencyMs?.intervals.mean;
  const between = mean ? `  (${formatDuration(mean[0])} to ${formatDuration(mean[1])}, 95 %)` : '';
  const factor = `${formatNumber(overheadFactor)}×`;
  const line = (title: string, text: string): string[] =>
    wrap(text, WIDTH - LABEL_WIDTH).map(
      (words, index) => paint.dim((index === 0 ? title : '').padEnd(LABEL_WIDTH)) + words,
    );
  const doubt = isIndicative
    ? line(
        '',
        `Recording made it more than 1.5× as slow: shares are indicative, a hint and no measurement. Look at the large ones.`,
      ).map((words) => paint.yellow(words))
    : [];
  return [
    paint.dim('clean'.padEnd(LABEL_WIDTH)) +
      paint.bold(formatDuration(cleanMeanMs)) +
      paint.dim(`${between}  mean of an iteration`),
    ...line(
      'recorded',
      `${formatDuration(profiledMeanMs)} an iteration over ${formatCount(profile.iterations)}, ${factor} the clean time, to which all below is brought; ${formatDuration(eventCostMs)} an event is taken off.`,
    ),
    ...doubt,
    ...line(
      'placement',
      profile.operators.length === 0 ? 'No operator was recorded.' : placementWords(profile.placement),
    ),
    ...line('nodes', nodesWords(profile, graph)),
    ...line(
      'outside',
      `${formatDuration(outsideMs)} (${formatPercent((100 * outsideMs) / cleanMeanMs)}) is the runtime’s own, in no operator.`,
    ),
    ...line(
      'known',
      `FLOPs of ${formatPercent(100 * coverage.flops)} and bytes of ${formatPercent(100 * coverage.bytes)} of the operators’ time; ${NOT_MEASURED} is not known.`,
    ),
    paint.dim('run'.padEnd(LABEL_WIDTH)) + run.id,
  ];
}

function nodesWords(profile: RunProfile, graph: ModelGraph | null): string {
  const { nodesInFile, nodesExecuted, nodesFused, nodesGone, nodesFolded, nodesWithoutSource } = sourceCounts(
    profile,
    graph,
  );
  const executed = `${formatCount(nodesExecuted)} executed`;
  if (nodesInFile === null) return `${executed}.`;
  if (nodesFused === null || nodesGone === null || nodesFolded === null) {
    return `${formatCount(nodesInFile)} in the file, ${executed}; which is which cannot be told.`;
  }
  const parts = [
    ...(nodesFolded > 0 ? [`${formatCount(nodesFolded)} folded into constants`] : []),
    ...(nodesGone > nodesFolded ? [`${formatCount(nodesGone - nodesFolded)} taken out or not reached`] : []),
    ...(nodesFused > 0 ? [`${formatCount(nodesFused)} fused or merged with others`] : []),
    ...(nodesWithoutSource !== null && nodesWithoutSource > 0
      ? [`${formatCount(nodesWithoutSource)} put in by the runtime`]
      : []),
  ];
  return `${formatCount(nodesInFile)} in the file, ${executed}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

function table(profile: RunProfile, { top, by, width }: Shown, paint: Paint): string[] {
  const hasKernels = profile.operators.some(({ gpu }) => gpu !== null);
  const rows = operatorRows(profile, by, hasKernels);
  const head = rows.slice(0, top);
  const columns = columnsBy(by, hasKernels);
  // Measured without the names, which then get what is left of the line.
  const rest = formatTable(
    columns.slice(0, -1),
    head.map(({ cells }) => [...cells.slice(0, -1), `${cells.at(-1)}`]),
    WIDTH * 2,
  );
  const taken = Math.max(...[rest.head, ...rest.body].map((line) => [...line].length));
  const left = Math.max(LEAST_NAME, width - taken - 2);
  const { head: title, body } = formatTable(
    columns,
    head.map(({ cells, name }) => [...cells, middle(name, left)]),
    width,
  );
  const others = rows.slice(top);
  const share = others.reduce((sum, each) => sum + each.share, 0);
  const hint = by === 'node' && share > MANY_SMALL ? ' (--by op, or module, adds them up)' : '';
  return [
    paint.dim(title),
    ...body.map((line) => coloured(line, paint)),
    ...(others.length > 0
      ? [paint.dim(`and ${formatCount(others.length)} more: ${formatPercent(100 * share)}${hint}`)]
      : []),
  ];
}

function coloured(line: string, paint: Paint): string {
  const [bars = ''] = /^[█▏▎▍▌▋▊▉]*/.exec(line) ?? [];
  return paint.blue(bars) + line.slice(bars.length);
}

function notes({ notes: given }: RunProfile, paint: Paint): string[] {
  return given.flatMap(({ message, nextStep }) => [
    ...wrap(`! ${message}`, WIDTH).map((line) => paint.yellow(line)),
    ...wrap(`→ ${nextStep}`, WIDTH).map((line) => paint.dim(line)),
  ]);
}
