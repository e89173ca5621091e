import { formatGateValue, type GateCheck, type GateReport, type GateState } from '../../contract/gate.ts';
import { changeWords, lineWords } from '../../core/analysis/gate/check-sentence.ts';
import { nowOf, STATE_WORDS, stateOfCheck } from '../../core/analysis/gate/gate-state.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

/** The word first, then each check with its line; how it was decided under the table. */
export function formatGate(report: GateReport, paint: Paint): string {
  const { state, model, baseline, runId, checks, reasons, notMeasured, sentence } = report;
  const table = formatTable(
    [
      { title: '' },
      { title: 'check' },
      { title: 'baseline', align: 'right' },
      { title: 'this run', align: 'right' },
      { title: 'change', shrinks: true },
      { title: 'line', align: 'right' },
    ],
    checks.map(row),
    80,
  );
  const told = checks.filter(
    (check) => stateOfCheck(check) !== 'pass' || check.afresh !== null || check.ratio > check.limit,
  );
  return [
    `${painted(state, words(state), paint)}  ${paint.bold(printable(model))}`,
    paint.dim(`run ${runId} against ${printable(baseline.name)} (run ${baseline.runId})`),
    ...wrap(printable(sentence), 80),
    ...(checks.length === 0 ? [] : ['', paint.dim(table.head)]),
    ...table.body.map((line, index) => colouredRow(line, checks[index] as GateCheck, paint)),
    ...(told.length + reasons.length + notMeasured.length === 0 ? [] : ['']),
    ...told.flatMap((check) => wrap(printable(check.sentence), 80)),
    ...reasons.flatMap(({ text, nextStep }) =>
      wrap(`! ${printable(text)} ${printable(nextStep)}`, 80).map((line) => paint.yellow(line)),
    ),
    ...notMeasured.flatMap(({ label, reason }) =>
      wrap(`– ${label}: not measured. ${printable(reason)}`, 80).map((line) => paint.dim(line)),
    ),
  ].join('\n');
}

function row(check: GateCheck): string[] {
  return [
    words(stateOfCheck(check)),
    check.label,
    formatGateValue(check, check.baseline),
    formatGateValue(check, check.value),
    changeWords(check, nowOf(check)),
    lineWords(check.limit),
  ];
}

function words(state: GateState): string {
  return STATE_WORDS[state].join(' ');
}

function colouredRow(line: string, check: GateCheck, paint: Paint): string {
  const state = stateOfCheck(check);
  const word = words(state);
  return painted(state, word, paint) + line.slice(word.length);
}

/** The colour only underlines the word. */
function painted(state: GateState, word: string, paint: Paint): string {
  const colours = {
    pass: paint.green,
    warning: paint.yellow,
    fail: paint.red,
    undecided: paint.yellow,
    'not-comparable': paint.yellow,
    'not-measured': paint.dim,
  };
  return colours[state](word);
}
