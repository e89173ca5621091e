import type { Run, RunDetails } from '../../contract/run.ts';
import type { Baseline, BaselineReport } from '../../contract/target.ts';
import { formatNumber, formatPercent } from '../../contract/units.ts';
import { peakOf } from './footprint.ts';
import { agreementOf } from './output-agreement.ts';
import { guard } from './side-by-side/guard.ts';

export interface BaselineSide {
  readonly run: Run;
  readonly outputs: RunDetails['outputs'];
}

const SIDES = ['the baseline', 'this run'] as const;

/** A run against a baseline: what may be said of two runs that were not measured in turns (A3). */
export function baselineReport(
  baseline: Baseline,
  base: BaselineSide,
  side: BaselineSide,
  noiseFloor: number | null,
): BaselineReport {
  const numbers = {
    speedUp: ratioOf(medianOf(base.run), medianOf(side.run)),
    noiseFloor,
    memoryReduction: reductionOf(base.run, side.run),
    flopsRatio: ratioOf(side.run.work?.flopsPerSecond ?? null, base.run.work?.flopsPerSecond ?? null),
    agreement: agreementBetween(base, side),
  };
  return {
    baseline,
    runId: side.run.id,
    ...numbers,
    sentences: sentencesOf(numbers, baseline.name),
    cautions: [
      ...guard(base.run, side.run, { sides: SIDES }).map(({ text }) => text),
      ...seedCaution(base.run, side.run),
    ],
  };
}

/** Without an interval a median stands on too little to be divided by. */
function medianOf({ latencyMs }: Run): number | null {
  return latencyMs === null || latencyMs.intervals.p50 === undefined ? null : latencyMs.p50;
}

function ratioOf(over: number | null, under: number | null): number | null {
  return over === null || under === null || !(under > 0) || !(over > 0) ? null : over / under;
}

/** Of what the model takes over an idle process; where that is not known of both, of the whole process. */
function reductionOf(base: Run, run: Run): number | null {
  const growth = ratioOf(growthOf(run), growthOf(base)) ?? ratioOf(peakOf(run), peakOf(base));
  return growth === null ? null : 1 - growth;
}

function growthOf(run: Run): number | null {
  const [peak, idle] = [peakOf(run), run.resources?.idleBytes ?? null];
  return peak === null || idle === null ? null : peak - idle;
}

function agreementBetween(base: BaselineSide, side: BaselineSide): BaselineReport['agreement'] {
  if (base.outputs === null || side.outputs === null || !sameSeed(base.run, side.run)) return null;
  return agreementOf(base.outputs, side.outputs);
}

function sameSeed({ config: a }: Run, { config: b }: Run): boolean {
  return a.seed === b.seed;
}

function seedCaution(base: Run, run: Run): string[] {
  if (sameSeed(base, run)) return [];
  return ['Inputs from another seed than the baseline’s: the outputs cannot be compared.'];
}

function sentencesOf(
  report: Pick<BaselineReport, 'speedUp' | 'noiseFloor' | 'memoryReduction' | 'flopsRatio' | 'agreement'>,
  name: string,
): string[] {
  const { memoryReduction, flopsRatio, agreement } = report;
  return [
    speedSentence(report, name),
    ...(memoryReduction === null
      ? []
      : [
          `It takes ${formatPercent(Math.abs(memoryReduction) * 100)} ${memoryReduction < 0 ? 'more' : 'less'} memory.`,
        ]),
    ...(flopsRatio === null ? [] : [`It does ${formatNumber(flopsRatio)}× the operations a second.`]),
    ...(agreement === null || agreement.compared === 0
      ? []
      : [
          `Its outputs differ by ${formatNumber(agreement.maxError)} at most and ${formatNumber(agreement.meanError)} on average` +
            (agreement.cosine === null ? '.' : `, with a cosine of ${formatNumber(agreement.cosine, 6)}.`),
        ]),
  ];
}

function speedSentence(
  { speedUp, noiseFloor }: Pick<BaselineReport, 'speedUp' | 'noiseFloor'>,
  name: string,
): string {
  if (speedUp === null) return `The two have no medians to be compared: one measured too little.`;
  const how = speedUp >= 1 ? `${formatNumber(speedUp)}× faster` : `${formatNumber(1 / speedUp)}× slower`;
  const medians = `By the medians of two single runs, ${how} than ${name}`;
  if (noiseFloor === null) {
    return `${medians}; how much two runs of the same thing differ here was not calibrated.`;
  }
  const floor = `two runs of the same thing differ by up to ${formatPercent(noiseFloor * 100)} here`;
  return Math.abs(Math.log(speedUp)) <= Math.log1p(noiseFloor)
    ? `${medians}, which is no more than noise: ${floor}.`
    : `${medians}; ${floor}.`;
}
