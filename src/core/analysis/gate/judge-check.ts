import type { GateCheck, GateThresholds } from '../../../contract/gate.ts';
import type { Interval } from '../../../contract/latency.ts';
import type { GateMetric, GateReading } from './gate-metrics.ts';
import { checkSentence } from './check-sentence.ts';
import { intervalOf, noiseLine, ratioOf, worseBy, type WorseBy } from './ratio.ts';
import type { MetricNoise } from './metric-noise.ts';
import { fixedLimit, gradeOf, type FailOn } from './thresholds.ts';

/** Of all the checks of a gate together, where its lines are learnt: a hundredth of those without a reason alarms. */
const FALSE_ALARMS = 0.01;

export interface Rules {
  readonly thresholds: GateThresholds;
  readonly failOn: FailOn;
  /** Checks that share what may be alarmed wrongly. */
  readonly checks: number;
}

/**
 * One metric of a run against the baseline's. It fails where it is beyond its line and no regression at all lies
 * outside of the interval: what noise alone explains never alarms, however far the line is crossed.
 */
export function judgeCheck(
  metric: GateMetric,
  baseline: GateReading,
  run: GateReading,
  noise: MetricNoise,
  rules: Rules,
): GateCheck {
  const worse = worseBy(metric.better, baseline, run, noise);
  const { limit, limitFrom } = lineOf(metric, worse, rules);
  const { id, label, kind, unit, better } = metric;
  const check: Omit<GateCheck, 'sentence'> = {
    metric: id,
    label,
    kind,
    unit,
    better,
    baseline: baseline.value,
    value: run.value,
    limit,
    limitFrom,
    noise: { share: noise.share, source: noise.source },
    afresh: null,
    ...standing(ratioOf(worse), intervalOf(worse), { kind, limit, limitFrom }, rules.thresholds),
  };
  return { ...check, sentence: checkSentence(check) };
}

/** Where a ratio stands to its line, by what its interval leaves open. */
export function standing(
  ratio: number,
  ratioCi95: Interval | null,
  { kind, limit, limitFrom }: Pick<GateCheck, 'kind' | 'limit' | 'limitFrom'>,
  thresholds: GateThresholds,
): Pick<GateCheck, 'ratio' | 'ratioCi95' | 'grade' | 'fails' | 'isOpen'> {
  const isBeyond = ratio > limit;
  const isSure = ratioCi95 !== null && ratioCi95[0] > 1;
  const grade = gradeOf(ratio, thresholds, kind);
  const graded = limitFrom === 'learned' && isBeyond && grade === 'fine' ? 'warning' : grade;
  return {
    ratio,
    ratioCi95,
    grade: isSure ? graded : 'fine',
    fails: isBeyond && isSure,
    isOpen: isBeyond && ratioCi95 === null,
  };
}

function lineOf(
  { kind }: GateMetric,
  worse: WorseBy,
  { thresholds, failOn, checks }: Rules,
): Pick<GateCheck, 'limit' | 'limitFrom'> {
  if (thresholds.mode === 'learned' && worse.noise.source === 'calibrated') {
    const learned = noiseLine(worse, FALSE_ALARMS / Math.max(1, checks));
    if (learned !== null) {
      // Beyond the line of noise it is told; whether it fails, the wish for "critical" alone may put further out.
      const limit = failOn === 'critical' ? Math.max(learned, 1 + thresholds.levels[kind].critical) : learned;
      return { limit, limitFrom: 'learned' };
    }
  }
  return { limit: fixedLimit(thresholds, kind, failOn), limitFrom: 'fixed' };
}
