import type { Difference, NoDifference } from '../../contract/difference.ts';
import type { Interval } from '../../contract/latency.ts';
import type { Run } from '../../contract/run.ts';
import type { ComparedMetric, RunVerdict, SideBySide } from '../../contract/side-by-side.ts';
import { formatByUnit, formatDuration, formatNumber } from '../../contract/units.ts';
import { formatRatio } from '../../core/analysis/ab/sentence.ts';
import { sideLabel } from '../../core/analysis/side-by-side/side-label.ts';
import type { Paint } from '../host/terminal.ts';
import { jsonDocument } from './schema.ts';
import { formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
/** Beside the reference: more columns would not fit the line. */
const MOST_ACROSS = 3;

/** About the second run at the top, as in `ab`; of the rest in `others`. */
export function comparisonDocument(
  { runs, verdicts, metrics, sentence }: SideBySide,
  differences: readonly (Difference | NoDifference)[],
): string {
  const [first, ...rest] = verdicts.map((verdict, index) => ({
    label: sideLabel(index + 1),
    ...verdict,
    ...explained(differences[index]),
  }));
  return jsonDocument({
    ...first,
    overall: sentence,
    runs: runs.map((run, index) => ({ label: sideLabel(index), ...summaryOf(run) })),
    others: rest,
    metrics,
  });
}

/** What the difference is made of; operators and residual add up to its deltaMs. Or why nobody can say. */
function explained(difference: Difference | NoDifference | undefined) {
  if (difference === undefined || difference.kind === 'none') {
    return { operators: [], residualMs: null, difference: difference ?? null };
  }
  const { parts, residualMs, residualCi95, outsideDeltaMs, deltaMs, deltaCi95, drift, matched } = difference;
  return {
    operators: parts.map(({ a, b, ...part }) => ({ ...part, aMs: a?.ms ?? null, bMs: b?.ms ?? null })),
    residualMs,
    difference: {
      kind: difference.kind,
      deltaMs,
      deltaCi95,
      residualCi95,
      outsideDeltaMs,
      drift,
      matched,
      cautions: difference.cautions,
      sentence: difference.sentence,
    },
  };
}

function summaryOf(run: Run) {
  const { id, name, status, model, config, latencyMs } = run;
  return {
    id,
    name,
    status,
    model: model.name,
    contentHash: model.contentHash,
    provider: config.provider,
    p50Ms: latencyMs?.p50 ?? null,
    count: latencyMs?.count ?? 0,
    isProfiled: run.profile !== null,
  };
}

export function formatComparison(
  compared: SideBySide,
  differences: readonly (Difference | NoDifference)[],
  paint: Paint,
  { all, top }: { readonly all: boolean; readonly top: number },
): string {
  const { runs, verdicts, metrics, sentence } = compared;
  const notes = verdicts.flatMap(({ reasons, profiling }, index) => [
    ...reasons.map(({ text, nextStep, blocks }) => ({ text, nextStep, blocks })),
    ...(profiling === null
      ? []
      : [{ text: `${sideLabel(index + 1)}: ${profiling.sentence}`, nextStep: '', blocks: false }]),
  ]);
  const seen = new Set<string>();
  const told = notes.filter(({ text }) => !seen.has(text) && seen.add(text));
  return [
    '',
    ...wrap(printable(sentence), WIDTH).map((line) => paint.bold(line)),
    '',
    ...runTable(runs, verdicts, paint),
    ...metricTables(metrics, runs.length, all, paint),
    ...differences.flatMap((difference, index) =>
      differenceLines(difference, sideLabel(index + 1), differences.length, top, paint),
    ),
    ...told.flatMap(({ text, nextStep, blocks }) => [
      '',
      ...wrap(`${blocks ? '✗' : '!'} ${printable(text)}`, WIDTH).map((line) =>
        blocks ? paint.red(line) : paint.yellow(line),
      ),
      ...(blocks ? wrap(`  ${printable(nextStep)}`, WIDTH).map((line) => paint.dim(line)) : []),
    ]),
    '',
  ].join('\n');
}

/** The operators that explain most, then all others, then the residual: the column adds up to the difference. */
function differenceLines(
  difference: Difference | NoDifference,
  label: string,
  count: number,
  top: number,
  paint: Paint,
): string[] {
  if (difference.kind === 'none') {
    const words = `${count > 1 ? `${label}: ` : ''}${difference.reason} ${difference.nextStep}`;
    return ['', ...wrap(printable(words), WIDTH).map((line) => paint.dim(line))];
  }
  const { parts, residualMs, residualCi95, deltaMs, deltaCi95 } = difference;
  const shown = parts.slice(0, top);
  const rest = parts.slice(top);
  const sum = rest.reduce((total, part) => total + part.deltaMs, 0);
  const table = formatTable(
    [
      { title: `where ${label} differs from A`, shrinks: true },
      { title: 'A', align: 'right' },
      { title: label, align: 'right' },
      { title: 'delta', align: 'right' },
      { title: '95 %', align: 'right' },
    ],
    [
      ...shown.map(({ name, match, a, b, deltaMs: delta, deltaCi95: interval }) => [
        match === 'same' ? printable(name) : `${match}: ${printable(name)}`,
        formatDuration(a?.ms),
        formatDuration(b?.ms),
        signed(delta),
        between(interval),
      ]),
      ...(rest.length === 0 ? [] : [[`${rest.length} others`, '', '', signed(sum), '']]),
      ['residual', '', '', signed(residualMs), between(residualCi95)],
      [
        'together',
        formatDuration(difference.aMs),
        formatDuration(difference.bMs),
        signed(deltaMs),
        between(deltaCi95),
      ],
    ],
    WIDTH,
  );
  return [
    '',
    ...wrap(printable(difference.sentence), WIDTH),
    '',
    paint.dim(table.head),
    ...table.body,
    ...difference.cautions.flatMap((caution) =>
      wrap(`! ${printable(caution)}`, WIDTH).map((line) => paint.yellow(line)),
    ),
  ];
}

function signed(ms: number): string {
  return `${ms > 0 ? '+' : ''}${formatDuration(ms)}`.replace('-', '−');
}

function between(interval: Interval | null): string {
  return interval === null ? '' : `${signed(interval[0])} to ${signed(interval[1])}`;
}

function runTable(runs: readonly Run[], verdicts: readonly RunVerdict[], paint: Paint): string[] {
  const table = formatTable(
    [
      { title: '' },
      { title: 'run', shrinks: true },
      { title: 'id' },
      { title: 'p50', align: 'right' },
      { title: 'time ratio', align: 'right' },
      { title: '95 %', align: 'right' },
      { title: '' },
    ],
    runs.map((run, index) => {
      const verdict = verdicts[index - 1];
      const interval = verdict?.ratioCi95 ?? null;
      return [
        sideLabel(index),
        printable(run.name || run.model.name),
        run.id.slice(0, 8),
        formatDuration(run.latencyMs?.p50),
        verdict === undefined || verdict.ratio === null ? '' : formatRatio(verdict.ratio),
        interval === null ? '' : `${formatRatio(interval[0])}–${formatRatio(interval[1])}`,
        verdict === undefined ? 'reference' : WORDS[verdict.verdict],
      ];
    }),
    WIDTH,
  );
  return [paint.dim(table.head), ...table.body];
}

const WORDS: Readonly<Record<RunVerdict['verdict'], string>> = {
  faster: 'faster',
  slower: 'slower',
  same: 'same',
  undecided: 'undecided',
  'not-comparable': 'no verdict',
};

const TITLES: readonly (readonly [title: string, groups: readonly ComparedMetric['group'][]])[] = [
  ['measured', ['time', 'rate', 'memory', 'hardware', 'energy', 'work']],
  ['set up differently', ['settings', 'environment']],
];

/** The reference and three others at a time: that is what 80 columns hold. */
function metricTables(
  metrics: readonly ComparedMetric[],
  count: number,
  all: boolean,
  paint: Paint,
): string[] {
  return TITLES.flatMap(([title, groups], at) => {
    const shown = metrics.filter(({ group, differs }) => groups.includes(group) && (all || differs));
    const isSetUp = at > 0;
    const lines: string[] = [];
    for (let from = 1; from < count; from += MOST_ACROSS) {
      const columns = [0, ...Array.from({ length: Math.min(MOST_ACROSS, count - from) }, (_, i) => from + i)];
      lines.push(...metricTable(all && isSetUp ? 'set up' : title, shown, columns, !isSetUp, paint));
    }
    return lines;
  });
}

function metricTable(
  title: string,
  metrics: readonly ComparedMetric[],
  columns: readonly number[],
  withRatio: boolean,
  paint: Paint,
): string[] {
  if (metrics.length === 0) return [];
  const isPair = columns.length === 2 && withRatio;
  const other = columns.at(-1) as number;
  const table = formatTable(
    [
      { title },
      ...columns.map((index) => ({ title: sideLabel(index), align: 'right', shrinks: true }) as const),
      ...(isPair ? [{ title: `${sideLabel(other)}/A`, align: 'right' } as const] : []),
    ],
    metrics.map(({ label, unit, values, ratios }) => [
      label,
      ...columns.map((index) => printable(formatByUnit(values[index] ?? null, unit))),
      ...(isPair ? [typeof ratios[other] === 'number' ? `${formatNumber(ratios[other])}×` : ''] : []),
    ]),
    WIDTH,
  );
  return ['', paint.dim(table.head), ...table.body];
}
