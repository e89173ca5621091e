import type { GateCheck, GateGap } from '../../../contract/gate.ts';
import type { OutputAgreement, OutputSummary } from '../../../contract/outputs.ts';
import { formatCount, formatNumber, formatPercent } from '../../../contract/units.ts';
import { agreementOf } from '../output-agreement.ts';
import type { BaselineSide } from '../baseline-report.ts';
import { ACCURACY } from './gate-metrics.ts';
import { lineWords } from './check-sentence.ts';
import type { Rules } from './judge-check.ts';
import { fixedLimit, gradeOf } from './thresholds.ts';

/** What a run's outputs are held to: those of the baseline on the same inputs, value by value (A3). */
export function judgeAccuracy(base: BaselineSide, side: BaselineSide, rules: Rules): GateCheck | GateGap {
  if (base.outputs === null || side.outputs === null)
    return gap('The outputs of one of the two were not kept.');
  if (base.run.config.seed !== side.run.config.seed) return gap('The two had inputs from different seeds.');
  const agreement = agreementOf(base.outputs, side.outputs);
  const lost = nonFinite(side.outputs) - nonFinite(base.outputs);
  if (lost > 0)
    return checkOf(0, rules, `${formatCount(lost)} more of its outputs are no number than of the baseline’s`);
  return accuracyOf(agreement, rules);
}

function accuracyOf(agreement: OutputAgreement, rules: Rules): GateCheck | GateGap {
  const { compared, cosine, maxError, reasons } = agreement;
  if (compared === 0) return gap(reasons[0] ?? 'No values could be compared.');
  // Zeros have no direction: equal ones agree, and others not at all.
  const value = Math.max(0, cosine ?? (maxError === 0 ? 1 : 0));
  const words = `its outputs differ by ${formatNumber(maxError)} at most, with a cosine of ${formatNumber(value, 6)}`;
  const partly = reasons.length === 0 ? '' : `; ${reasons.length} could not be compared`;
  return checkOf(value, rules, words + partly);
}

function checkOf(value: number, { thresholds, failOn }: Rules, words: string): GateCheck {
  const ratio = 2 - value;
  const limit = fixedLimit(thresholds, 'accuracy', failOn);
  const fails = ratio > limit;
  const line = fails ? `: beyond the line of ${lineWords(limit)}` : '';
  const loss =
    ratio - 1 < 0.0005
      ? 'none of the agreement is lost'
      : `${formatPercent((ratio - 1) * 100)} of the agreement is lost`;
  return {
    metric: ACCURACY.id,
    label: ACCURACY.label,
    kind: 'accuracy',
    unit: 'count',
    better: 'higher',
    baseline: 1,
    value,
    ratio,
    ratioCi95: null,
    limit,
    limitFrom: 'fixed',
    noise: null,
    grade: gradeOf(ratio, thresholds, 'accuracy'),
    fails,
    isOpen: false,
    afresh: null,
    sentence: `Output agreement: ${words}; ${loss}${line}.`,
  };
}

function nonFinite(outputs: readonly OutputSummary[]): number {
  return outputs.reduce((sum, { notANumber, infinite }) => sum + notANumber + infinite, 0);
}

function gap(reason: string): GateGap {
  return { ...ACCURACY, metric: ACCURACY.id, reason };
}

export function isCheck(of: GateCheck | GateGap): of is GateCheck {
  return 'ratio' in of;
}
