import type { GateCheck, GateReport, GateState } from '../../../contract/gate.ts';
import { formatCount } from '../../../contract/units.ts';
import { changeWords } from './check-sentence.ts';

export const STATE_WORDS: Readonly<Record<GateState, readonly [sign: string, word: string]>> = {
  pass: ['✓', 'pass'],
  warning: ['!', 'warning'],
  fail: ['✗', 'fail'],
  undecided: ['~', 'undecided'],
  'not-comparable': ['≠', 'not comparable'],
  'not-measured': ['–', 'not measured'],
};

/** A check has a state as well, by its own evidence. */
export function stateOfCheck({ fails, isOpen, grade }: GateCheck): GateState {
  if (fails) return 'fail';
  if (isOpen) return 'undecided';
  return grade === 'fine' ? 'pass' : 'warning';
}

type Facts = Pick<GateReport, 'checks' | 'reasons' | 'confirmation' | 'baseline' | 'runId'>;

/** The worst that any check says; what cannot be held against each other says nothing at all. */
export function stateOf({ checks, reasons }: Pick<GateReport, 'checks' | 'reasons'>): GateState {
  if (reasons.some(({ blocks }) => blocks)) return 'not-comparable';
  if (checks.length === 0) return 'not-measured';
  if (checks.some(({ fails }) => fails)) return 'fail';
  if (checks.some(({ isOpen }) => isOpen)) return 'undecided';
  return checks.some(({ grade }) => grade !== 'fine') ? 'warning' : 'pass';
}

/** What the word under a gate says; names nothing that has not been measured. */
export function gateSentence(state: GateState, facts: Facts): string {
  const { checks, reasons, baseline, runId, confirmation } = facts;
  const against = `against ${baseline.name}`;
  const after = confirmation === null ? '' : ` ${confirmation.sentence}`;
  switch (state) {
    case 'pass': {
      if (baseline.runId === runId) return `Passes ${against}, of which it is the run itself.`;
      const withdrawn = checks.filter(({ afresh }) => afresh?.verdict === 'withdrawn').length;
      const count = `${formatCount(checks.length)} ${checks.length === 1 ? 'check' : 'checks'}`;
      const isNoise = checks.some((check) => nowOf(check) > check.limit);
      return `Passes ${against}: ${count}, none beyond its line${isNoise ? ' by more than noise' : ''}.${withdrawn === 0 ? '' : after}`;
    }
    case 'warning':
      return `Passes ${against} with a warning: ${worstWords(checks, ({ grade }) => grade !== 'fine')}.${after}`;
    case 'fail':
      return `Fails ${against}: ${worstWords(checks, ({ fails }) => fails)}.${after}`;
    case 'undecided':
      return `Undecided ${against}: ${worstWords(checks, ({ isOpen }) => isOpen)}, without evidence enough to alarm or to pass.${after}`;
    case 'not-comparable':
      return `Cannot be held ${against}: ${reasons.find(({ blocks }) => blocks)?.text ?? 'the two differ in more than the model.'}`;
    case 'not-measured':
      return `Nothing was measured in both that could be held ${against}.`;
  }
}

function worstWords(checks: readonly GateCheck[], which: (check: GateCheck) => boolean): string {
  const chosen = checks.filter(which).sort((a, b) => nowOf(b) - nowOf(a));
  const words = chosen.slice(0, 3).map((check) => `${check.label} ${changeWords(check, nowOf(check))}`);
  const more = chosen.length - words.length;
  return words.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** By the fresh measurements where there are any. */
export function nowOf({ afresh, ratio }: GateCheck): number {
  return afresh?.ratio ?? ratio;
}
