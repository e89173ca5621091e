import type { AbAnswer } from '../../../contract/ab.ts';
import { formatCount, formatNumber, formatPercent } from '../../../contract/units.ts';

/** One sentence (two where something is left to say) that is true as it stands. */
export function abSentence(answer: Omit<AbAnswer, 'sentence'>): string {
  const { verdict, ratio, margin, pairs } = answer;
  switch (verdict) {
    case 'faster':
      return `B is ${formatNumber(1 / ratio)}× faster than A (${evidence(answer)}).`;
    case 'slower':
      return `B is ${formatNumber(ratio)}× slower than A (${evidence(answer)}).`;
    case 'same':
      return `B and A take the same time within ${shareInPercent(margin)} (${evidence(answer)}).`;
    case 'undecided':
      return pairs === 0
        ? 'Undecided: no pair was measured to its end.'
        : `Undecided after ${pairCount(pairs)}: ${ratioWithInterval(answer)}. ${whatWouldTell(answer)}`;
  }
}

/** Three decimals: a ratio's last of three digits would be a whole per cent above 1. */
export function formatRatio(ratio: number): string {
  return ratio > 0 && ratio < 10 ? ratio.toFixed(3) : formatNumber(ratio);
}

function evidence(answer: Omit<AbAnswer, 'sentence'>): string {
  return `${ratioWithInterval(answer)}, ${pairCount(answer.pairs)}`;
}

function ratioWithInterval({ ratio, ratioCi95 }: Omit<AbAnswer, 'sentence'>): string {
  const interval = ratioCi95 && `, 95 % ${formatRatio(ratioCi95[0])} to ${formatRatio(ratioCi95[1])}`;
  return `time ratio ${formatRatio(ratio)}${interval ?? ''}`;
}

function whatWouldTell({ needPairs, minimumDetectable }: Omit<AbAnswer, 'sentence'>): string {
  const more =
    needPairs === null
      ? 'How many more pairs would tell cannot be said'
      : `About ${formatCount(needPairs)} more ${needPairs === 1 ? 'pair' : 'pairs'} would tell`;
  return minimumDetectable === null
    ? `${more}.`
    : `${more}; a difference of ${shareInPercent(minimumDetectable)} or more would have shown.`;
}

function pairCount(pairs: number): string {
  return pairs === 1 ? '1 pair' : `${formatCount(pairs)} pairs`;
}

function shareInPercent(share: number): string {
  const percent = share * 100;
  return Number.isInteger(percent) ? `${percent} %` : formatPercent(percent);
}
