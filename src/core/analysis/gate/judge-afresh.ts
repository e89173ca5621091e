import type { AbAnswer } from '../../../contract/ab.ts';
import type { Calibration } from '../../../contract/calibration.ts';
import type { GateAfresh, GateCheck, GateThresholds } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';
import { checkSentence } from './check-sentence.ts';
import { GATE_METRICS, type GateMetric, type GateReading } from './gate-metrics.ts';
import { standing } from './judge-check.ts';
import { metricNoise, type MetricNoise } from './metric-noise.ts';
import { intervalOf, ratioOf, worseBy, type WorseBy } from './ratio.ts';

const TAILS: ReadonlySet<string> = new Set(['p95', 'p99']);

/** What a tested comparison measured afresh; A is the baseline's model. */
export interface FreshPairs {
  readonly answer: AbAnswer;
  readonly a: Run;
  readonly b: Run;
}

/**
 * A check that alarmed, by pairs of fresh processes. The median is what the comparison itself has tested; the others
 * are read from the samples of all its processes together.
 */
export function judgeByPairs(
  check: GateCheck,
  { answer, a, b }: FreshPairs,
  thresholds: GateThresholds,
  calibration: Calibration | null,
): GateCheck {
  if (check.metric === 'p50') {
    const { ratio, ratioCi95, pairs: count } = answer;
    const verdict = verdictOf(check, answer);
    return withAfresh(check, thresholds, { by: 'pairs', count, ratio, ratioCi95, verdict });
  }
  const metric = metricOf(check);
  const [left, right] = [metric?.read(a) ?? null, metric?.read(b) ?? null];
  if (metric === undefined || left === null || right === null) return check;
  const { pairs } = answer;
  const noise = asSeen(metricNoise(metric.floor, calibration), answer);
  // One slow process of twelve is a tail of all samples together: it is no surer than that of a single process.
  const processes = TAILS.has(metric.id) ? 1 : pairs;
  const worse = worseBy(metric.better, enough(left), enough(right), noise, {
    baseline: processes,
    run: processes,
  });
  return withAfresh(check, thresholds, { by: 'pairs', count: pairs, ...said(check, worse) });
}

/** Where the pairs themselves differed by more than is known of the machine, they know better. */
function asSeen(noise: MetricNoise, { spread, pairs }: AbAnswer): MetricNoise {
  return spread !== null && pairs > 1 && spread > noise.spread
    ? { ...noise, spread, pairs: pairs - 1 }
    : noise;
}

/** The same by repeated runs of what is judged, where the baseline cannot be measured any more. */
export function judgeByRuns(
  check: GateCheck,
  baseline: Run,
  fresh: readonly Run[],
  thresholds: GateThresholds,
  calibration: Calibration | null,
): GateCheck {
  const metric = metricOf(check);
  const left = metric?.read(baseline) ?? null;
  const readings = fresh.flatMap((run) => metric?.read(run) ?? []);
  if (metric === undefined || left === null || readings.length === 0) return check;
  const count = readings.length;
  const noise = metricNoise(metric.floor, calibration);
  const worse = worseBy(metric.better, enough(left), enough(medianOf(readings)), noise, {
    baseline: 1,
    run: count,
  });
  return withAfresh(check, thresholds, { by: 'runs', count, ...said(check, worse) });
}

/** Of the outputs: they are worked out again, and are what they are. */
export function withFreshOutputs(
  check: GateCheck,
  fresh: GateCheck,
  by: GateAfresh['by'],
  thresholds: GateThresholds,
): GateCheck {
  const { ratio, fails } = fresh;
  const verdict = fails ? 'confirmed' : 'withdrawn';
  const { grade, sentence } = fresh;
  return {
    ...withAfresh(check, thresholds, { by, count: 1, ratio, ratioCi95: null, verdict }),
    grade,
    sentence: fails
      ? `${sentence.replace(/\.$/, '')}, in a fresh process as well.`
      : `${sentence} Withdrawn.`,
  };
}

/** With what fresh measurements of the very same thing say in the place of the stored one. */
export function withAfresh(check: GateCheck, thresholds: GateThresholds, afresh: GateAfresh): GateCheck {
  const { grade } = standing(afresh.ratio, afresh.ratioCi95, check, thresholds);
  const { verdict } = afresh;
  const next: GateCheck = {
    ...check,
    afresh,
    grade,
    fails: verdict === 'confirmed',
    isOpen: verdict === 'open',
  };
  return { ...next, sentence: checkSentence(next) };
}

/** Undecided says that noise could be all of it: beyond the line it is then neither confirmed nor ruled out. */
function verdictOf({ limit }: GateCheck, { ratio, verdict }: AbAnswer): GateAfresh['verdict'] {
  if (ratio <= limit) return 'withdrawn';
  if (verdict === 'slower') return 'confirmed';
  return verdict === 'undecided' ? 'open' : 'withdrawn';
}

function said({ limit }: GateCheck, worse: WorseBy): Pick<GateAfresh, 'ratio' | 'ratioCi95' | 'verdict'> {
  const [ratio, ratioCi95] = [ratioOf(worse), intervalOf(worse)];
  const isConfirmed = ratio > limit && ratioCi95 !== null && ratioCi95[0] > 1;
  return { ratio, ratioCi95, verdict: isConfirmed ? 'confirmed' : 'withdrawn' };
}

/** Several processes are evidence, however few samples each of them has. */
function enough(reading: GateReading): GateReading {
  return { ...reading, isEnough: true };
}

function metricOf({ metric }: GateCheck): GateMetric | undefined {
  return GATE_METRICS.find(({ id }) => id === metric);
}

function medianOf(readings: readonly GateReading[]): GateReading {
  const values = readings.map(({ value }) => value).sort((a, b) => a - b);
  const upper = values[Math.floor(values.length / 2)] as number;
  const lower = values[Math.floor((values.length - 1) / 2)] as number;
  return { value: (lower + upper) / 2, interval: null, isEnough: true };
}
