import { formatGateValue, type GateCheck, type GateReport } from '../../../contract/gate.ts';
import { lineWords } from '../../analysis/gate/check-sentence.ts';
import { nowOf, stateOfCheck } from '../../analysis/gate/gate-state.ts';
import { benchmarkWords, oneLine } from './check-words.ts';
import type { GateDossier, GateWriter } from './types.ts';

/**
 * What build servers read as test results: a check is a case, one beyond its line a failure, what was not measured
 * is skipped, and what could not be compared at all an error.
 */
export const junitFormat: GateWriter = {
  id: 'junit',
  extension: 'xml',
  mediaType: 'application/xml',
  write(dossier) {
    const { report, run } = dossier;
    const cases = [
      ...report.checks.map((check) => caseOf(check.label, run.model.name, bodyOf(check, report))),
      ...report.notMeasured.map(({ label, reason }) =>
        caseOf(label, run.model.name, [`<skipped message=${quoted(reason)}/>`]),
      ),
      ...wholeCases(dossier),
    ];
    const counts = countsOf(report, cases.length);
    const suite = `name=${quoted(`gate against ${report.baseline.name}: ${benchmarkWords(run)}`)}`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="dyno gate" ${counts} time="0">`,
      `  <testsuite ${suite} ${counts} skipped="${report.notMeasured.length}" time="0" timestamp="${timestamp(report.at)}">`,
      '    <properties>',
      ...propertiesOf(dossier).map(
        ([name, value]) => `      <property name=${quoted(name)} value=${quoted(value)}/>`,
      ),
      '    </properties>',
      ...cases.flat(),
      `    <system-out>${escaped(report.sentence)}</system-out>`,
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

function countsOf({ checks, reasons, state, notMeasured }: GateReport, cases: number): string {
  const failures = checks.filter(({ fails }) => fails).length;
  const open = checks.filter(({ isOpen, fails }) => isOpen && !fails).length;
  const whole = state === 'not-comparable' ? Math.max(1, reasons.filter(({ blocks }) => blocks).length) : 0;
  const nothing = state === 'not-measured' && checks.length + notMeasured.length === 0 ? 1 : 0;
  return `tests="${cases}" failures="${failures}" errors="${open + whole + nothing}"`;
}

function bodyOf(check: GateCheck, { failOn }: GateReport): readonly string[] {
  const { sentence, limit } = check;
  const out = `<system-out>${escaped(sentence)}</system-out>`;
  const state = stateOfCheck(check);
  if (state === 'fail') {
    const message = `${formatGateValue(check, check.value)} against ${formatGateValue(check, check.baseline)}: ${nowOf(check).toFixed(3)}×, the line is ${lineWords(limit)} (${failOn})`;
    return [`<failure message=${quoted(message)} type="regression">${escaped(sentence)}</failure>`];
  }
  if (state === 'undecided') {
    return [`<error message="Not enough evidence" type="undecided">${escaped(sentence)}</error>`];
  }
  return [out];
}

/** What keeps the gate from saying anything is told as a case of its own. */
function wholeCases({ report, run }: GateDossier): (readonly string[])[] {
  if (report.state === 'not-comparable') {
    return report.reasons
      .filter(({ blocks }) => blocks)
      .map(({ kind, text, nextStep }) =>
        caseOf(`comparable: ${kind}`, run.model.name, [
          `<error message=${quoted(text)} type="not-comparable">${escaped(nextStep)}</error>`,
        ]),
      );
  }
  if (report.state !== 'not-measured' || report.notMeasured.length > 0) return [];
  const message = quoted(report.sentence);
  return [caseOf('measured', run.model.name, [`<error message=${message} type="not-measured"/>`])];
}

function caseOf(name: string, model: string, body: readonly string[]): readonly string[] {
  return [
    `    <testcase name=${quoted(name)} classname=${quoted(model)} time="0">`,
    ...body.map((line) => `      ${line}`),
    '    </testcase>',
  ];
}

function propertiesOf({ report, run }: GateDossier): readonly (readonly [string, string])[] {
  return [
    ['state', report.state],
    ['run', report.runId],
    ['baseline', report.baseline.name],
    ['baseline run', report.baseline.runId],
    ['benchmark', benchmarkWords(run)],
    ...(report.confirmation === null ? [] : [['confirmation', report.confirmation.sentence] as const]),
  ];
}

/** As xs:dateTime without a zone, which the common schema asks for. */
function timestamp(at: number): string {
  return new Date(Number.isFinite(at) ? at : 0).toISOString().slice(0, 19);
}

function quoted(text: string): string {
  return `"${escaped(oneLine(text))}"`;
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 has no way to write most control characters, halves of pairs and U+FFFE: they become U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => NAMED[character] as string);
}
