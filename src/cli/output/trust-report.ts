import type { Trust, TrustBadge, TrustEvidence, TrustState } from '../../contract/trust.ts';
import { CHECK_TITLES, evidenceNumbers, VERDICT_WORDS } from '../../core/analysis/trust/evidence-words.ts';
import type { Paint } from '../host/terminal.ts';
import { wrap } from './wrap.ts';

const LINE_WIDTH = 80;
const STATE_WIDTH = 9;
const TITLE_WIDTH = 20;

/** The verdict and its weightiest reason, under the label that the caller gives. */
export function trustLines(
  { verdict, sentence }: TrustBadge,
  paint: Paint,
  labelWidth: number,
): readonly string[] {
  const colours = { trusted: paint.green, caution: paint.yellow, 'not-trusted': paint.red };
  const word = VERDICT_WORDS[verdict];
  const [first = '', ...rest] = wrap(`${word} — ${sentence}`, LINE_WIDTH - labelWidth);
  const indent = ' '.repeat(labelWidth);
  return [colours[verdict](word) + first.slice(word.length), ...rest.map((line) => indent + line)];
}

/** All that was looked at, the weightiest first: state, what, and the sentence with its numbers. */
export function formatEvidence({ evidence }: Trust, paint: Paint): string {
  const seen = evidence.filter(({ state }) => state !== 'unknown');
  const unseen = evidence.filter(({ state }) => state === 'unknown');
  return [
    paint.bold('Evidence'),
    ...seen.flatMap((piece) => pieceLines(piece, paint)),
    ...(unseen.length === 0 ? [] : ['', paint.bold('Not looked at here')]),
    ...unseen.flatMap((piece) => pieceLines(piece, paint)),
  ].join('\n');
}

function pieceLines(piece: TrustEvidence, paint: Paint): readonly string[] {
  const { check, state, detail, nextStep } = piece;
  const { limit } = evidenceNumbers(piece);
  const line = limit === '' ? '' : ` (limit ${limit})`;
  const indent = ' '.repeat(STATE_WIDTH + TITLE_WIDTH);
  const width = LINE_WIDTH - indent.length;
  const [first = '', ...rest] = wrap(detail + line, width);
  const head = stateWord(state, paint) + CHECK_TITLES[check].padEnd(TITLE_WIDTH) + first;
  const next = nextStep === '' ? [] : wrap(`→ ${nextStep}`, width);
  return [head, ...rest.map((text) => indent + text), ...next.map((text) => indent + paint.dim(text))];
}

function stateWord(state: TrustState, paint: Paint): string {
  const colours = { ok: paint.green, warning: paint.yellow, bad: paint.red, unknown: paint.dim };
  return colours[state](state.padEnd(STATE_WIDTH));
}
