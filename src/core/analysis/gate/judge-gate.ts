import type { Calibration } from '../../../contract/calibration.ts';
import type { GateCheck, GateGap, GateThresholds } from '../../../contract/gate.ts';
import type { BaselineSide } from '../baseline-report.ts';
import { isCheck, judgeAccuracy } from './accuracy.ts';
import { ACCURACY, GATE_METRICS, type GateMetric } from './gate-metrics.ts';
import { judgeCheck, type Rules } from './judge-check.ts';
import { metricNoise } from './metric-noise.ts';
import type { FailOn } from './thresholds.ts';

export interface GateQuestion {
  readonly baseline: BaselineSide;
  readonly run: BaselineSide;
  /** Of the machine that both were made on; null where it was never calibrated. */
  readonly calibration: Calibration | null;
  readonly thresholds: GateThresholds;
  readonly failOn: FailOn;
  /** Null: all that both have. */
  readonly metrics: readonly string[] | null;
}

export interface Judged {
  readonly checks: readonly GateCheck[];
  readonly notMeasured: readonly GateGap[];
}

/** What the two stored runs say, check by check. */
export function judgeGate(question: GateQuestion): Judged {
  const { baseline, run, calibration } = question;
  const rules = rulesOf(question);
  const checks: GateCheck[] = [];
  const notMeasured: GateGap[] = [];
  for (const metric of wantedMetrics(question)) {
    const [left, right] = [metric.read(baseline.run), metric.read(run.run)];
    if (left !== null && right !== null) {
      checks.push(judgeCheck(metric, left, right, metricNoise(metric.floor, calibration), rules));
    } else if (question.metrics !== null || left !== null || right !== null) {
      // What neither has and nobody asked for is not missed.
      notMeasured.push({ metric: metric.id, label: metric.label, reason: metric.missing });
    }
  }
  if (wantsAccuracy(question)) {
    const accuracy = judgeAccuracy(baseline, run, rules);
    if (isCheck(accuracy)) checks.push(accuracy);
    else notMeasured.push(accuracy);
  }
  return { checks, notMeasured };
}

export function rulesOf({
  thresholds,
  failOn,
  metrics,
}: Pick<GateQuestion, 'thresholds' | 'failOn' | 'metrics'>): Rules {
  return { thresholds, failOn, checks: metrics?.length ?? GATE_METRICS.length };
}

function wantedMetrics({ metrics }: GateQuestion): readonly GateMetric[] {
  return GATE_METRICS.filter(({ id }) => metrics === null || metrics.includes(id));
}

function wantsAccuracy({ metrics }: GateQuestion): boolean {
  return metrics === null || metrics.includes(ACCURACY.id);
}
