import type { Run } from '../../contract/run.ts';
import {
  formatTarget,
  type TargetItem,
  type TargetReport,
  type TargetResult,
  type TargetSet,
  type TargetState,
} from '../../contract/target.ts';
import { BASELINE_METRICS } from './metrics/against-baseline.ts';
import { findMetric } from './metrics/index.ts';
import type { Reading, Subject } from './metrics/types.ts';

/** A run held against a set, item by item. */
export function judge(subject: Subject, set: TargetSet): TargetReport {
  const results = set.items.map((item) => judgeItem(item, subject));
  return {
    runId: subject.run.id,
    set,
    state: stateOf(results.map(({ state }) => state)),
    results,
    cautions: cautionsOf(subject, set),
  };
}

/**
 * What fails, fails the whole, and so does what wants more samples keep it open. What no run of this kind can measure
 * stands there with its reason, but keeps no set from passing on what was measured.
 */
function stateOf(states: readonly TargetState[]): TargetState {
  const worst = (['fail', 'not-enough-samples', 'pass'] as const).find((state) => states.includes(state));
  return worst ?? 'not-measured';
}

function judgeItem(item: TargetItem, subject: Subject): TargetResult {
  const reading: Reading = findMetric(item.metric)?.read(subject) ?? {
    kind: 'not-measured',
    reason: 'This version of Dyno does not know the metric.',
  };
  if (reading.kind !== 'measured') {
    return {
      item,
      state: reading.kind,
      measured: null,
      interval: null,
      margin: null,
      detail: reading.reason,
    };
  }
  const { value, interval } = reading;
  const { bound, value: target, unit } = item;
  const better = bound === 'at-most' ? target - value : value - target;
  const straddles = interval !== null && interval[0] <= target && target <= interval[1];
  const ends = interval && `${formatTarget(interval[0], unit)} to ${formatTarget(interval[1], unit)}`;
  return {
    item,
    state: better >= 0 ? 'pass' : 'fail',
    measured: value,
    interval,
    margin: target === 0 ? null : better / target,
    detail: straddles ? `Too close to call: the target lies inside the 95 % interval, ${ends}.` : '',
  };
}

function cautionsOf({ run, baseline }: Subject, { items }: TargetSet): string[] {
  const compares = items.some(({ metric }) => BASELINE_METRICS.some(({ id }) => id === metric));
  return [
    ...(run.config.executor === null ? [] : ['The run is simulated: nothing of this was measured.']),
    ...(run.status === 'done' ? [] : [`The run is ${run.status}: only what was measured counts.`]),
    ...notTrusted(run),
    ...(compares ? (baseline?.report.cautions ?? []) : []),
  ];
}

/** Of a simulated run that is said already. */
function notTrusted({ trust, config }: Run): string[] {
  return trust === null || trust.verdict === 'trusted' || config.executor !== null ? [] : [trust.sentence];
}
