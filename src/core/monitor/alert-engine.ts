import { SEVERITIES, type Alert, type Threshold, type WatchedMetric } from '../../contract/alert.ts';
import type { WallTime } from '../../contract/units.ts';
import { MeanWindow } from './mean-window.ts';
import { severityOf } from './severity.ts';

/** A fresh value of something that may be watched. What was not read is no reading: it neither opens nor closes. */
export interface Reading {
  readonly metric: WatchedMetric;
  /** Whose alert it would be: a device, or what Dyno itself is doing. */
  readonly subject: string;
  readonly subjectName: string;
  /** Channel id, or the metric's name where it is no hardware. */
  readonly channel: string;
  readonly value: number;
}

/** Several values of one thing at once, in order. */
export interface ReadingSeries extends Omit<Reading, 'value'> {
  readonly values: Float64Array;
}

/**
 * A crossing ends a hundredth of the limit short of it, so that a mean that lies on the line is one crossing and not a
 * hundred.
 */
const RELEASE = 0.01;
/** Ten times 0.05 are not quite 0.5: a mean that is the limit has not crossed it. */
const ROUNDING = 1e-12;

interface Watch {
  readonly windows: Map<string, MeanWindow>;
  alert: Alert | null;
}

interface Touch {
  readonly threshold: Threshold;
  readonly subjectName: string;
}

/** Thresholds held against readings, tick by tick. At most one open alert for each threshold and subject. */
export class AlertEngine {
  readonly #newId: () => string;
  #byMetric = new Map<WatchedMetric, readonly Threshold[]>();
  #thresholds: readonly Threshold[] = [];
  /** By threshold, then by subject. */
  readonly #watches = new Map<string, Map<string, Watch>>();

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** Those whose line has moved or gone end as they are; the others go on. */
  setThresholds(thresholds: readonly Threshold[], at: WallTime): readonly Alert[] {
    const same = new Set(
      thresholds
        .filter((now) => this.#thresholds.some((before) => isSameLine(before, now)))
        .map(({ id }) => id),
    );
    const closed = [...this.#watches].flatMap(([id, watches]) =>
      same.has(id) ? [] : [...watches.values()].flatMap((watch) => close(watch, at)),
    );
    for (const id of [...this.#watches.keys()]) if (!same.has(id)) this.#watches.delete(id);
    this.#thresholds = thresholds;
    this.#byMetric = new Map();
    for (const threshold of thresholds) {
      if (!threshold.isOn) continue;
      const known = this.#byMetric.get(threshold.metric) ?? [];
      this.#byMetric.set(threshold.metric, [...known, threshold]);
    }
    return closed;
  }

  isWatched(metric: WatchedMetric, subject: string): boolean {
    return (this.#byMetric.get(metric) ?? []).some(({ device }) => device === null || device === subject);
  }

  /** What was read at one time. Gives back the alerts that opened, worsened or closed by it. */
  take(readings: readonly Reading[], at: WallTime): readonly Alert[] {
    const touched = new Map<Watch, Touch>();
    for (const reading of readings) {
      if (!Number.isFinite(reading.value)) continue;
      this.#each(reading, (threshold, watch, window) => {
        window.add(reading.value);
        touched.set(watch, { threshold, subjectName: reading.subjectName });
      });
    }
    return this.#judgeAll(touched, at);
  }

  /**
   * A hand-over of many values, judged as it ends: latencies come by the thousand ten times a second, and a crossing
   * that begins and ends between two hand-overs is not worth what looking for it would cost the measurement.
   */
  takeSeries(series: ReadingSeries, at: WallTime): readonly Alert[] {
    const touched = new Map<Watch, Touch>();
    this.#each(series, (threshold, watch, window) => {
      window.addAll(series.values);
      touched.set(watch, { threshold, subjectName: series.subjectName });
    });
    return this.#judgeAll(touched, at);
  }

  /** Subjects that are no more, such as a device that was pulled out or a run that is over. */
  gone(isGone: (subject: string) => boolean, at: WallTime): readonly Alert[] {
    return [...this.#watches.values()].flatMap((watches) =>
      [...watches].flatMap(([subject, watch]) => {
        if (!isGone(subject)) return [];
        watches.delete(subject);
        return close(watch, at);
      }),
    );
  }

  get open(): readonly Alert[] {
    return [...this.#watches.values()].flatMap((watches) =>
      [...watches.values()].flatMap(({ alert }) => (alert === null ? [] : [alert])),
    );
  }

  /** Somebody has seen it; null where it is not open here. */
  acknowledge(id: string, at: WallTime): Alert | null {
    for (const watches of this.#watches.values()) {
      for (const watch of watches.values()) {
        if (watch.alert?.id !== id) continue;
        watch.alert = { ...watch.alert, acknowledgedAt: watch.alert.acknowledgedAt ?? at };
        return watch.alert;
      }
    }
    return null;
  }

  #each(
    { metric, subject, channel }: Pick<Reading, 'metric' | 'subject' | 'channel'>,
    visit: (threshold: Threshold, watch: Watch, window: MeanWindow) => void,
  ): void {
    for (const threshold of this.#byMetric.get(metric) ?? []) {
      if (threshold.device !== null && threshold.device !== subject) continue;
      const watch = this.#watch(threshold, subject);
      let window = watch.windows.get(channel);
      if (window === undefined) watch.windows.set(channel, (window = new MeanWindow(threshold.window)));
      visit(threshold, watch, window);
    }
  }

  #judgeAll(touched: ReadonlyMap<Watch, Touch>, at: WallTime): readonly Alert[] {
    return [...touched].flatMap(([watch, touch]) => this.#judge(watch, touch, at));
  }

  #watch({ id }: Threshold, subject: string): Watch {
    let watches = this.#watches.get(id);
    if (watches === undefined) this.#watches.set(id, (watches = new Map<string, Watch>()));
    let watch = watches.get(subject);
    if (watch === undefined) watches.set(subject, (watch = { windows: new Map(), alert: null }));
    return watch;
  }

  /** A device with several channels of a metric, such as its cores, is as bad as the worst of them. */
  #judge(watch: Watch, { threshold, subjectName }: Touch, at: WallTime): readonly Alert[] {
    const sign = threshold.side === 'above' ? 1 : -1;
    let channel = '';
    let mean = Number.NaN;
    for (const [id, window] of watch.windows) {
      if (window.mean === null || sign * window.mean <= sign * mean) continue;
      channel = id;
      mean = window.mean;
    }
    if (Number.isNaN(mean)) return [];
    const past = sign * (mean - threshold.limit);
    const size = Math.abs(threshold.limit);
    if (watch.alert !== null) {
      return past <= -RELEASE * size ? close(watch, at) : worsen(watch, watch.alert, mean, at);
    }
    if (past <= ROUNDING * size) return [];
    const severity = severityOf(threshold, mean);
    watch.alert = {
      id: this.#newId(),
      threshold,
      channel,
      deviceName: subjectName,
      openedAt: at,
      closedAt: null,
      acknowledgedAt: null,
      severity,
      openedWith: mean,
      worst: mean,
      steps: [{ at, severity, value: mean }],
    };
    return [watch.alert];
  }
}

/** Only a step to a worse severity is news; the worst value is kept for the end. */
function worsen(watch: Watch, alert: Alert, mean: number, at: WallTime): readonly Alert[] {
  const isWorse = alert.threshold.side === 'above' ? mean > alert.worst : mean < alert.worst;
  if (!isWorse) return [];
  const severity = severityOf(alert.threshold, mean);
  const isStep = SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(alert.severity);
  watch.alert = {
    ...alert,
    worst: mean,
    ...(isStep && { severity, steps: [...alert.steps, { at, severity, value: mean }] }),
  };
  return isStep ? [watch.alert] : [];
}

function close(watch: Watch, at: WallTime): readonly Alert[] {
  if (watch.alert === null) return [];
  const closed = { ...watch.alert, closedAt: at };
  watch.alert = null;
  return [closed];
}

function isSameLine(a: Threshold, b: Threshold): boolean {
  return (
    a.id === b.id &&
    a.isOn === b.isOn &&
    a.metric === b.metric &&
    a.device === b.device &&
    a.side === b.side &&
    a.limit === b.limit &&
    a.window === b.window
  );
}
