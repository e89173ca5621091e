import type { AbComparison, AbVerdict } from '../../../contract/ab.ts';
import type { Run, RunSeries } from '../../../contract/run.ts';
import type { ProfilingEffect, RunVerdict } from '../../../contract/side-by-side.ts';
import { DEFAULT_MARGIN } from '../ab/answer.ts';
import { guard, measuredNothing } from './guard.ts';
import type { Sides } from './guard-words.ts';
import { ratioAnswer, type MedianOfRun } from './log-ratio.ts';
import { medianError } from './median-error.ts';
import { processNoise, type MachineNoise, type ProcessNoise } from './process-noise.ts';
import { profilingEffect } from './profiling-effect.ts';
import { blockedSentence, storedSentence, testedSentence, turned } from './sentence.ts';

/** A stored run with what a verdict needs beside it. */
export interface Side {
  readonly run: Run;
  readonly series: RunSeries | null;
  readonly noise: MachineNoise;
}

const TURNED: Readonly<Record<AbVerdict, AbVerdict>> = {
  faster: 'slower',
  slower: 'faster',
  same: 'same',
  undecided: 'undecided',
};

/** What is said of B against A. The tested comparison is that of which both are sides, where there is one. */
export function verdictOf(
  a: Side,
  b: Side,
  tested: AbComparison | null = null,
  sides: Sides = ['A', 'B'],
): RunVerdict {
  const noise = processNoise(a.noise, b.noise);
  const answer = tested === null ? null : testedAnswer(a.run, b.run, tested);
  const reasons = guard(a.run, b.run, { sides, isTested: answer !== null });
  const comparable = !reasons.some(({ blocks }) => blocks);
  const profiling = profilingEffect(a.run, b.run, noise.floor.share, sides);
  const common = { runId: b.run.id, comparable, reasons, noiseFloor: noise.floor, profiling };
  if (measuredNothing(a.run) || measuredNothing(b.run)) {
    const sentence = blockedSentence(a.run, b.run, reasons, sides);
    return { ...common, ...UNKNOWN, profiling: null as ProfilingEffect | null, sentence };
  }
  const told = answer ?? { ...storedAnswer(a, b, noise), margin: DEFAULT_MARGIN, comparisonId: null };
  const reference = medianOf(a).p50;
  const deltaOf = (ratio: number): number => (ratio - 1) * reference;
  const verdict = comparable ? told.verdict : 'not-comparable';
  const numbers = {
    verdict,
    ratio: told.ratio,
    ratioCi95: told.ratioCi95,
    deltaMs: answer === null ? medianOf(b).p50 - reference : deltaOf(told.ratio),
    deltaCi95: told.ratioCi95 && ([deltaOf(told.ratioCi95[0]), deltaOf(told.ratioCi95[1])] as const),
    margin: told.margin,
    comparisonId: told.comparisonId,
  } as const;
  const sentence = !comparable
    ? blockedSentence(a.run, b.run, reasons, sides)
    : answer !== null
      ? answer.sentenceFor(sides)
      : storedSentence(a.run, b.run, { ...numbers, noiseFloor: noise.floor }, sides);
  return { ...common, ...numbers, sentence };
}

const UNKNOWN = {
  verdict: 'not-comparable',
  ratio: null,
  ratioCi95: null,
  deltaMs: null,
  deltaCi95: null,
  margin: DEFAULT_MARGIN,
  comparisonId: null,
} as const;

export function storedAnswer(a: Side, b: Side, noise: ProcessNoise, wronglyDifferent?: number) {
  return ratioAnswer(medianOf(a), medianOf(b), noise, wronglyDifferent);
}

function medianOf({ run: { latencyMs }, series }: Side): MedianOfRun {
  return latencyMs === null
    ? { p50: Number.NaN, error: null }
    : { p50: latencyMs.p50, error: medianError(latencyMs, series) };
}

/** Null where the comparison has no answer with an interval, or the two are not its sides. */
function testedAnswer(a: Run, b: Run, { id, aRunId, bRunId, answer }: AbComparison) {
  if (answer === null || answer.pairs === 0 || !(answer.ratio > 0)) return null;
  const isTurned = aRunId === b.id && bRunId === a.id;
  if (!isTurned && !(aRunId === a.id && bRunId === b.id)) return null;
  return {
    verdict: isTurned ? TURNED[answer.verdict] : answer.verdict,
    ratio: isTurned ? 1 / answer.ratio : answer.ratio,
    ratioCi95: isTurned ? turned(answer.ratioCi95) : answer.ratioCi95,
    margin: answer.margin,
    comparisonId: id,
    sentenceFor: (sides: Sides) => testedSentence(answer, isTurned, sides),
  };
}
