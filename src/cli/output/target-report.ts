import {
  formatMargin,
  formatTarget,
  type TargetItem,
  type TargetReport,
  type TargetResult,
  type TargetState,
} from '../../contract/target.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WORDS: Readonly<Record<TargetState, string>> = {
  pass: '✓ pass',
  fail: '✗ fail',
  'not-enough-samples': '~ needs more samples',
  'not-measured': '– not measured',
};

export function targetWords({ bound, value, unit }: TargetItem): string {
  return `${bound === 'at-most' ? '≤' : '≥'} ${formatTarget(value, unit)}`;
}

/** The whole first, then each target with what was measured and the margin; reasons under the table. */
export function formatTargetReport(report: TargetReport, paint: Paint): string {
  const { set, state, results, cautions } = report;
  const table = formatTable(
    [
      { title: '' },
      { title: 'target', shrinks: true },
      { title: '', align: 'right' },
      { title: 'measured', align: 'right' },
      { title: 'margin', align: 'right' },
    ],
    results.map(row),
    80,
  );
  const reasons = results.filter(({ detail }) => detail !== '');
  return [
    `${stateWords(state, paint)}  ${paint.bold(printable(set.title))} ${paint.dim(`(${set.name}), run ${report.runId}: ${countOf(results)}`)}`,
    ...cautions.flatMap((caution) => wrap(`! ${printable(caution)}`, 80).map((line) => paint.yellow(line))),
    '',
    paint.dim(table.head),
    ...table.body.map((line, index) => painted(line, results[index]?.state ?? state, paint)),
    ...(reasons.length === 0 ? [] : ['']),
    ...reasons.flatMap(({ item, detail }) =>
      wrap(`${item.label}: ${printable(detail)}`, 80).map((line) => paint.dim(line)),
    ),
  ].join('\n');
}

function row({ item, state, measured, margin }: TargetResult): string[] {
  return [
    WORDS[state],
    item.label,
    targetWords(item),
    formatTarget(measured, item.unit),
    margin === null ? '' : formatMargin(margin),
  ];
}

function countOf(results: readonly TargetResult[]): string {
  const passed = results.filter(({ state }) => state === 'pass').length;
  const open = results.filter(({ state }) => state === 'not-measured').length;
  return `${passed} of ${results.length} met${open === 0 ? '' : `, ${open} not measured`}`;
}

function stateWords(state: TargetState, paint: Paint): string {
  return painted(WORDS[state], state, paint);
}

/** The colour only underlines the word at the beginning of the line. */
function painted(line: string, state: TargetState, paint: Paint): string {
  const word = WORDS[state];
  const colours = {
    pass: paint.green,
    fail: paint.red,
    'not-enough-samples': paint.yellow,
    'not-measured': paint.dim,
  };
  return colours[state](word) + line.slice(word.length);
}
