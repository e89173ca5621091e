import type { ScalingFit, ScalingGap } from '../../contract/scaling.ts';
import type { Sweep, SweepCell } from '../../contract/sweep.ts';
import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../contract/units.ts';
import { formatValue } from '../../core/analysis/scaling/words.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable, printable, type Column } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;

interface SweepColumn extends Column {
  /** Left out where all cells say the same, or nothing. */
  readonly always?: boolean;
  readonly text: (cell: SweepCell) => string;
}

const AXES: readonly SweepColumn[] = [
  { title: 'model', shrinks: true, text: ({ model }) => modelName(model.location) },
  { title: 'level', text: ({ level }) => level ?? '' },
  { title: 'batch', align: 'right', text: ({ batch }) => String(batch) },
  { title: 'seq', align: 'right', text: ({ sequence }) => (sequence === null ? '' : String(sequence)) },
  { title: 'on', text: ({ provider }) => provider },
  { title: 'threads', align: 'right', text: ({ threads }) => (threads === null ? 'auto' : String(threads)) },
];

const RESULTS: readonly SweepColumn[] = [
  {
    title: 'p50',
    align: 'right',
    always: true,
    text: ({ p50Ms, state }) => (p50Ms === null ? state : formatDuration(p50Ms)),
  },
  { title: '±', align: 'right', text: halfWidth },
  { title: 'samples/s', align: 'right', text: ({ samplesPerSecond }) => orBlank(samplesPerSecond) },
  { title: 'tokens/s', align: 'right', text: ({ tokensPerSecond }) => orBlank(tokensPerSecond) },
  {
    title: 'peak',
    align: 'right',
    text: ({ peakBytes }) => (peakBytes === null ? '' : formatBytes(peakBytes)),
  },
];

const SPEED_UP: SweepColumn = {
  title: '× CPU',
  align: 'right',
  text: ({ speedUp }) => (speedUp === null ? '' : `${formatNumber(speedUp)}×`),
};

/** The whole sweep as text: what was held fixed, the table, the laws, and what is missing with its reason. */
export function formatSweep(sweep: Sweep, paint: Paint): string {
  const shown = inReadingOrder(sweep.cells.filter(({ state }) => state !== 'skipped'));
  const axes = AXES.filter(({ text }) => new Set(shown.map(text)).size > 1);
  const fixed = AXES.filter((axis) => !axes.includes(axis)).map(({ title, text }) => {
    const value = shown[0] === undefined ? '' : text(shown[0]);
    return value === '' ? '' : ['model', 'on', 'level'].includes(title) ? value : `${title} ${value}`;
  });
  const severalProviders = new Set(shown.map(({ provider }) => provider)).size > 1;
  const results = RESULTS.filter(
    ({ always, text }) => always === true || shown.some((cell) => text(cell) !== ''),
  );
  const columns = [...axes, ...results, ...(severalProviders ? [SPEED_UP] : [])];
  const table = formatTable(
    columns,
    shown.map((cell) => columns.map(({ text }) => text(cell))),
    WIDTH,
  );
  return [
    '',
    `${paint.bold(printable(sweep.name))}  ${sweep.id}  ${sweep.status}`,
    ...wrap([...fixed.filter(Boolean), ...simulated(sweep)].join(' · '), WIDTH).map((line) =>
      paint.dim(line),
    ),
    '',
    paint.dim(table.head),
    ...table.body,
    ...scalingLines(sweep, paint),
    ...problemLines(sweep, paint),
    '',
  ].join('\n');
}

/** "batch 4, cpu": what sets this cell apart from the others. */
export function cellWords(cell: SweepCell, { cells }: Pick<Sweep, 'cells'>): string {
  const varied = AXES.filter(({ text }) => new Set(cells.map(text)).size > 1);
  const words = varied.map(({ title, text }) =>
    ['batch', 'seq'].includes(title)
      ? `${title} ${text(cell)}`
      : title === 'threads'
        ? `${text(cell)} threads`
        : text(cell),
  );
  return words.length === 0 ? modelName(cell.model.location) : words.join(', ');
}

function simulated({ request }: Sweep): string[] {
  return request.base.executor === undefined ? [] : ['simulated: no model was run'];
}

/** By the axes, not in the order in which they were measured. */
function inReadingOrder(cells: readonly SweepCell[]): readonly SweepCell[] {
  return cells.toSorted(
    (a, b) =>
      a.model.location.localeCompare(b.model.location) ||
      a.batch - b.batch ||
      (a.sequence ?? 0) - (b.sequence ?? 0) ||
      a.index - b.index,
  );
}

function scalingLines({ scaling, efficiency }: Sweep, paint: Paint): string[] {
  if (scaling.length === 0 && efficiency.length === 0) return [];
  return [
    '',
    paint.dim('how it grows'),
    ...scaling.flatMap((fit) => (fit.law === null ? [] : lawLines(fit))),
    ...gapLines(scaling),
    ...efficiency.flatMap(({ at, words }) => indented(`${words} (${at})`)),
  ];
}

/** The same is missing along all lines of one axis, so it is said once. */
function gapLines(scaling: Sweep['scaling']): string[] {
  const gaps = scaling.filter((fit): fit is ScalingGap => fit.law === null);
  return [...new Set(gaps.map(({ variable, words }) => `by ${variable}: ${words}`))].flatMap((line) =>
    indented(line),
  );
}

function lawLines(fit: ScalingFit): string[] {
  const what = `${fit.metric === 'latency' ? 'time' : fit.metric} by ${fit.variable} (${fit.at}): ${fit.words}`;
  const error = `off by ${formatPercent(fit.crossValidationError * 100)} where left out`;
  const checks = fit.holdout.map(({ x, y, predicted, interval: [low, high], held }) => {
    const size = (value: number): string => formatValue(fit.metric, value);
    return `${fit.variable} ${x} predicted ${size(predicted)} (${size(low)} – ${size(high)}), measured ${size(y)}: ${held ? 'holds' : 'does not hold'}`;
  });
  return [...indented(what), ...[error, ...checks].flatMap((line) => indented(line, 4))];
}

function problemLines({ cells, ...sweep }: Sweep, paint: Paint): string[] {
  const reasons = new Map<string, SweepCell[]>();
  for (const cell of cells) {
    if (cell.error === null) continue;
    const key = `${cell.state}: ${cell.error.message}`;
    reasons.set(key, [...(reasons.get(key) ?? []), cell]);
  }
  return [...reasons].flatMap(([reason, same]) => {
    const [only] = same;
    const which = same.length === 1 && only ? cellWords(only, { ...sweep, cells }) : `${same.length} cells`;
    return [
      '',
      ...wrap(`! ${printable(which)} ${printable(reason)}`, WIDTH).map((line) => paint.yellow(line)),
    ];
  });
}

function indented(text: string, by = 2): string[] {
  return wrap(text, WIDTH - by - 2).map((line, index) => ' '.repeat(index === 0 ? by : by + 2) + line);
}

function halfWidth({ p50Ms, p50LowMs, p50HighMs }: SweepCell): string {
  if (p50Ms === null || p50LowMs === null || p50HighMs === null || p50Ms === 0) return '';
  return formatPercent(((p50HighMs - p50LowMs) / 2 / p50Ms) * 100);
}

function orBlank(value: number | null): string {
  return value === null ? '' : formatNumber(value);
}

function modelName(location: string): string {
  return printable(location.split(/[\\/]/).at(-1) ?? location) || NOT_MEASURED;
}
