import { formatGateValue, type GateCheck } from '../../../contract/gate.ts';
import type { Interval } from '../../../contract/latency.ts';
import { formatPercent } from '../../../contract/units.ts';

const WORDS: Readonly<Record<GateCheck['kind'], readonly [worse: string, better: string]>> = {
  speed: ['slower', 'faster'],
  memory: ['more', 'less'],
  accuracy: ['of the agreement lost', 'nearer'],
};

/** "3.2 % slower"; what rounds to nothing is "the same". */
export function changeWords({ kind }: Pick<GateCheck, 'kind'>, ratio: number): string {
  const share = ratio >= 1 ? ratio - 1 : 1 / ratio - 1;
  if (share < 0.0005) return 'the same';
  const [worse, better] = WORDS[kind];
  if (kind === 'memory' && ratio < 1) return `${formatPercent((1 - ratio) * 100)} ${better}`;
  return `${formatPercent(share * 100)} ${ratio >= 1 ? worse : better}`;
}

/** "+20 %": how far beyond the baseline a line is. */
export function lineWords(limit: number): string {
  return `+${formatPercent((limit - 1) * 100)}`;
}

export function intervalWords([low, high]: Interval): string {
  const signed = (ratio: number): string =>
    `${ratio < 1 ? '−' : '+'}${formatPercent(Math.abs(ratio - 1) * 100)}`;
  return `${signed(low)} to ${signed(high)}`;
}

/** One sentence, true as it stands, of what the check says now. */
export function checkSentence(check: Omit<GateCheck, 'sentence'>): string {
  const { baseline, value, ratio } = check;
  const figures = `${formatGateValue(check, value)} against ${formatGateValue(check, baseline)}`;
  const stored = `${capital(check.label)}: ${figures}, ${changeWords(check, ratio)}`;
  return check.afresh === null ? `${stored}${storedWords(check)}.` : `${stored}; ${afreshWords(check)}.`;
}

function storedWords(check: Omit<GateCheck, 'sentence'>): string {
  const { ratio, ratioCi95, limit, limitFrom, fails, isOpen, noise } = check;
  const line =
    limitFrom === 'learned' ? `${lineWords(limit)}, learnt from this machine’s noise` : lineWords(limit);
  if (fails) {
    const sure = ratioCi95 === null ? '' : ` (95 %: ${intervalWords(ratioCi95)})`;
    return `, beyond the line of ${line}${sure}`;
  }
  if (isOpen)
    return `, beyond the line of ${line}, but from so few samples that nothing can be said for sure`;
  if (ratio > limit) {
    const floor =
      noise === null
        ? ''
        : `: two runs of the same thing differ by up to ${formatPercent(noise.share * 100)} here${noise.source === 'assumed' ? ', as is assumed where nothing was calibrated' : ''}`;
    return `, beyond the line of ${line}, which is no more than noise${floor}`;
  }
  return ratio > 1.0005 ? `, within the line of ${line}` : '';
}

function afreshWords({ kind, limit, afresh }: Omit<GateCheck, 'sentence'>): string {
  if (afresh === null) return '';
  const how =
    afresh.by === 'pairs'
      ? `${afresh.count} pairs of fresh processes, measured in turns,`
      : `the median of ${afresh.count === 1 ? 'one fresh run' : `${afresh.count} fresh runs`}`;
  const verb = afresh.by === 'pairs' ? 'say' : 'says';
  const interval = afresh.ratioCi95 === null ? '' : ` (95 %: ${intervalWords(afresh.ratioCi95)})`;
  const said = `${how} ${verb} ${changeWords({ kind }, afresh.ratio)}${interval}`;
  const line = `the line of ${lineWords(limit)}`;
  if (afresh.verdict === 'confirmed') return `${said}: confirmed, beyond ${line}`;
  if (afresh.verdict === 'open') return `${said}: neither confirmed nor ruled out, with ${line}`;
  return afresh.ratio > limit
    ? `${said}: withdrawn, it is no more than noise`
    : `${said}: withdrawn, within ${line}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
