import { describe, expect, it } from 'vitest';
import type { ActivityMetric } from '../../contract/alert.ts';
import { SAMPLES_WANTED } from '../analysis/summary.ts';
import { RunActivity } from './run-activity.ts';

function anActivity() {
  const noted: (readonly [metric: ActivityMetric, subject: string, values: readonly number[]])[] = [];
  const over: string[] = [];
  const watch = {
    activity: (metric: ActivityMetric, subject: string, _name: string, values: Float64Array) =>
      void noted.push([metric, subject, [...values]]),
    activityOver: (subject: string) => void over.push(subject),
  };
  return {
    activity: new RunActivity(watch, 'r1', 'a model'),
    over,
    of: (metric: ActivityMetric) => noted.filter(([known]) => known === metric).map(([, , values]) => values),
    subjects: () => [...new Set(noted.map(([, subject]) => subject))],
  };
}

const times = (count: number, value: number): Float64Array => new Float64Array(count).fill(value);

describe('a run as thresholds see it', () => {
  it('has a p95 of its last thousand iterations, once there are enough for one', () => {
    const { activity, of } = anActivity();
    activity.measured(times(SAMPLES_WANTED.p95 - 1, 5));
    expect(of('inference.p95')).toEqual([]);
    activity.measured(times(1, 5));
    expect(of('inference.p95')).toEqual([[5]]);
    activity.measured(times(5000, 9));
    expect(of('inference.p95').at(-1)).toEqual([9]);
    activity.measured(times(40, 100));
    expect(of('inference.p95').at(-1)).toEqual([9]);
    activity.measured(times(40, 100));
    expect(of('inference.p95').at(-1)).toEqual([100]);
    expect(of('inference.latency').map(({ length }) => length)).toEqual([
      SAMPLES_WANTED.p95 - 1,
      1,
      5000,
      40,
      40,
    ]);
  });

  it('counts as failed where it failed or crashed, as neither where it was stopped, and is over then', () => {
    const { activity, of, over, subjects } = anActivity();
    for (const status of ['done', 'failed', 'crashed', 'stopped'] as const) activity.ended(status);
    expect(of('inference.error-rate')).toEqual([[0], [1], [1]]);
    expect(over).toEqual(['run/r1', 'run/r1', 'run/r1', 'run/r1']);
    // Its alerts end with the run, those of all runs together and of the store go on.
    expect(subjects()).toEqual(['runs']);
    activity.loaded(1200);
    activity.stored(3);
    expect([...of('session.load'), ...of('store.write')]).toEqual([[1200], [3]]);
    expect(subjects()).toEqual(['runs', 'run/r1', 'store']);
  });
});
