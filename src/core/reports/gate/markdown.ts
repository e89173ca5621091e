import { formatGateValue, type GateCheck, type GateReport, type GateState } from '../../../contract/gate.ts';
import { changeWords, intervalWords, lineWords } from '../../analysis/gate/check-sentence.ts';
import { nowOf, STATE_WORDS, stateOfCheck } from '../../analysis/gate/gate-state.ts';
import { benchmarkWords, oneLine, placeWords, sentencesOf, wellFormed } from './check-words.ts';
import type { GateDossier, GateWriter } from './types.ts';

const SIGNS: Readonly<Record<GateState, string>> = {
  pass: '✅',
  warning: '⚠️',
  fail: '❌',
  undecided: '❔',
  'not-comparable': '🚫',
  'not-measured': '➖',
};

/** A comment on a pull request; whoever posts it finds the one of before by its first line, and writes over it. */
export const markdownFormat: GateWriter = {
  id: 'markdown',
  extension: 'md',
  mediaType: 'text/markdown',
  write(dossier) {
    const { report, run } = dossier;
    return [
      markerOf(report),
      `### ${mark(report.state)} · ${safe(benchmarkWords(run))}`,
      '',
      safe(report.sentence),
      '',
      ...tableOf(report.checks),
      ...reasonsOf(report),
      ...detailsOf(dossier),
      '',
    ].join('\n');
  },
};

/** Hidden, and the same for every run against this baseline. */
export function markerOf({ baseline, model }: GateReport): string {
  const plain = (text: string): string => encodeURIComponent(wellFormed(text)).replaceAll('--', '-%2D');
  return `<!-- dyno-gate ${plain(baseline.name)} ${plain(model)} -->`;
}

function tableOf(checks: readonly GateCheck[]): string[] {
  if (checks.length === 0) return [];
  return [
    '| | check | baseline | this run | change | line |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...checks.map((check) => {
      const { label, baseline, value, limit, ratioCi95, afresh } = check;
      const interval = afresh?.ratioCi95 ?? ratioCi95;
      const cells = [
        mark(stateOfCheck(check)),
        label,
        formatGateValue(check, baseline),
        formatGateValue(check, value),
        changeWords(check, nowOf(check)) + (interval === null ? '' : ` (${intervalWords(interval)})`),
        lineWords(limit),
      ];
      return `| ${cells.map(safe).join(' | ')} |`;
    }),
    '',
  ];
}

function reasonsOf({ reasons }: GateReport): string[] {
  if (reasons.length === 0) return [];
  return [...reasons.map(({ text, nextStep }) => `- ${safe(`${text} ${nextStep}`)}`), ''];
}

function detailsOf(dossier: GateDossier): string[] {
  const { report, run, baseline } = dossier;
  const runs = [
    `run ${report.runId}`,
    `baseline ${report.baseline.name} (run ${report.baseline.runId}${baseline === null ? '' : `, ${baseline.model.name}`})`,
  ];
  return [
    '<details><summary>How it was decided, and where it was measured</summary>',
    '',
    ...runs.map((line) => `- ${safe(line)}`),
    ...sentencesOf({ ...report, reasons: [] }).map((sentence) => `- ${safe(sentence)}`),
    '',
    ...placeWords(run).map(([fact, value]) => `- ${fact}: ${safe(value)}`),
    '',
    '</details>',
  ];
}

function mark(state: GateState): string {
  return `${SIGNS[state]} ${STATE_WORDS[state][1]}`;
}

/**
 * Names come from files: nothing of them may become markup, a link, a mention or a number of an issue. What reads from
 * the right to the left keeps to itself (Unicode's first strong isolate).
 */
function safe(text: string): string {
  const line = oneLine(text);
  const written = line
    .replace(/[\\`*_{}[\]()#!|<>~@&$^]|:\/\/|www\./g, (found) =>
      [...found].map((character) => `&#${character.codePointAt(0)};`).join(''),
    )
    .replace(/^([-+=](?!\d)|\d+\.(?=\s|$))/, (found) =>
      [...found].map((character) => `&#${character.codePointAt(0)};`).join(''),
    );
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(written)
    ? `\u2068${written}\u2069`
    : written;
}
