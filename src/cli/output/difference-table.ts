import type { Difference, DifferencePart } from '../../contract/difference.ts';
import { formatCount, formatDuration } from '../../contract/units.ts';
import type { Paint } from '../host/terminal.ts';
import { ellipsize, formatTable, printable, type Column } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;

/** From the total to its parts: what explains most first, the rest behind it, so that the column adds up. */
export function formatDifference(difference: Difference, top: number, paint: Paint): string {
  const { a, b, per, aMs, bMs, deltaMs, parts, residualMs, cautions, sentence } = difference;
  const each = { iteration: 'of an iteration', step: 'of a mean step', trace: 'of all' }[per];
  const shown = parts.slice(0, top);
  const others = parts.slice(top);
  const rows = [
    ...shown.map(cellsOf),
    ...(others.length === 0 ? [] : [sumCells(`${formatCount(others.length)} others`, others)]),
    ['what none of them accounts for', '', '', signed(residualMs), ''],
    [`all, ${each}`, formatDuration(aMs), formatDuration(bMs), signed(deltaMs), ''],
  ];
  const columns: readonly Column[] = [
    { title: 'name', shrinks: true },
    { title: 'A', align: 'right' },
    { title: 'B', align: 'right' },
    { title: 'difference', align: 'right' },
    { title: '' },
  ];
  const { head, body } = formatTable(columns, rows, WIDTH);
  return [
    paint.dim(ellipsize(`A  ${printable(a)}`, WIDTH)),
    paint.dim(ellipsize(`B  ${printable(b)}`, WIDTH)),
    ...wrap(printable(sentence), WIDTH).map((line) => paint.bold(ellipsize(line, WIDTH))),
    '',
    paint.dim(head),
    ...body,
    ...cautions.flatMap((caution) =>
      wrap(printable(`! ${caution}`), WIDTH).map((line) => paint.yellow(ellipsize(line, WIDTH))),
    ),
  ].join('\n');
}

function cellsOf({ name, op, a, b, deltaMs, match }: DifferencePart): readonly string[] {
  return [
    printable(name === '' ? op : name),
    a === null ? '' : formatDuration(a.ms),
    b === null ? '' : formatDuration(b.ms),
    signed(deltaMs),
    match === 'same' ? '' : match,
  ];
}

function sumCells(title: string, parts: readonly DifferencePart[]): readonly string[] {
  const sum = (of: (part: DifferencePart) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return [
    title,
    formatDuration(sum(({ a }) => a?.ms ?? 0)),
    formatDuration(sum(({ b }) => b?.ms ?? 0)),
    signed(sum(({ deltaMs }) => deltaMs)),
    '',
  ];
}

function signed(ms: number): string {
  return ms === 0 ? '0' : `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms))}`;
}
