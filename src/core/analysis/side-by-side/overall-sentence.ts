import type { RunVerdict } from '../../../contract/side-by-side.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { WRONGLY_DIFFERENT } from './log-ratio.ts';
import { processNoise } from './process-noise.ts';
import { times } from './sentence.ts';
import { sideLabel } from './side-label.ts';
import { storedAnswer, type Side } from './verdict.ts';

const MOST_NAMED = 6;

/**
 * Over all runs: who is fastest, and who cannot be told from it. The fastest of many is the one that chance favoured
 * most, so that it has to be clear of each other one as if all pairs were looked at (Bonferroni).
 */
export function overallSentence(sides: readonly Side[], verdicts: readonly RunVerdict[]): string {
  const [only] = verdicts;
  if (only !== undefined && verdicts.length === 1) return only.sentence;
  const fit = sides.flatMap((side, index) =>
    index === 0 || verdicts[index - 1]?.comparable === true ? [{ ...side, label: sideLabel(index) }] : [],
  );
  const out = sides.flatMap((_, index) =>
    index > 0 && verdicts[index - 1]?.comparable === false ? [sideLabel(index)] : [],
  );
  if (fit.length < 2) {
    return `None of the other ${formatCount(verdicts.length)} runs can be held against A: ${only?.reasons[0]?.text ?? ''}`;
  }
  const ranked = fit.toSorted((one, other) => medianOf(one) - medianOf(other));
  const best = ranked[0] as Labelled;
  const pairs = (fit.length * (fit.length - 1)) / 2;
  const near = ranked.slice(1).filter((side) => {
    const noise = processNoise(best.noise, side.noise);
    return storedAnswer(best, side, noise, WRONGLY_DIFFERENT / pairs).verdict !== 'slower';
  });
  const aside =
    out.length === 0
      ? ''
      : ` ${listed(out)} cannot be held against A, and ${out.length === 1 ? 'is' : 'are'} left out.`;
  const among = out.length === 0 ? `the ${fit.length} runs` : `the ${fit.length} that can be compared`;
  return `${headline(best, near, ranked, among)}${aside}`;
}

type Labelled = Side & { readonly label: string };

function headline(
  best: Labelled,
  near: readonly Labelled[],
  ranked: readonly Labelled[],
  among: string,
): string {
  const median = `${formatDuration(medianOf(best))} at the median`;
  const reference = ranked.find(({ label }) => label === 'A') as Labelled;
  const gain =
    best === reference || near.includes(reference)
      ? ''
      : `, ${times(medianOf(reference) / medianOf(best))} faster than A`;
  if (near.length === 0) return `${best.label} is the fastest of ${among}: ${median}${gain}.`;
  if (near.length === ranked.length - 1) {
    return `No clear winner: ${among} lie too close together for single runs to tell them apart (lowest: ${best.label}, ${median}).`;
  }
  const labels = near.map(({ label }) => label);
  return `${best.label} has the lowest median of ${among} (${median}${gain}), but ${listed(labels)} cannot be told from it.`;
}

function medianOf({ run }: Side): number {
  return run.latencyMs?.p50 ?? Infinity;
}

function listed(labels: readonly string[]): string {
  if (labels.length > MOST_NAMED) {
    return `${labels.slice(0, MOST_NAMED).join(', ')} and ${labels.length - MOST_NAMED} others`;
  }
  return labels.length < 2
    ? (labels[0] ?? '')
    : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1) as string}`;
}
