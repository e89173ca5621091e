import type { ChannelUnit, HardwareMetric } from './hardware-channels.ts';
import type { WallTime } from './units.ts';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What is no hardware but watched all the same: Dyno's own measurements. */
export const ACTIVITY_METRICS = {
  'inference.latency': { title: 'Inference', unit: 'ms' },
  'inference.p95': { title: 'p95 of inference', unit: 'ms' },
  'inference.error-rate': { title: 'Error rate (a fraction)', unit: 'count' },
  'session.load': { title: 'Session creation', unit: 'ms' },
  'store.write': { title: 'Store write', unit: 'ms' },
  'cache.hit-rate': { title: 'Cache hits', unit: 'percent' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly unit: ChannelUnit }>>;
export type ActivityMetric = keyof typeof ACTIVITY_METRICS;
export type WatchedMetric = HardwareMetric | ActivityMetric;

/** A line that a metric's mean over its last samples may not cross. */
export interface Threshold {
  readonly id: string;
  readonly metric: WatchedMetric;
  /** Null: every device that has the metric, each with alerts of its own. */
  readonly device: string | null;
  readonly side: 'above' | 'below';
  /** In the metric's unit. */
  readonly limit: number;
  /** Samples in the mean that is held against the limit. */
  readonly window: number;
  readonly isOn: boolean;
  /** One of Dyno's defaults: it can be changed and switched off, and brought back as it was. */
  readonly isBuiltIn: boolean;
}

/** One crossing: it opens, may worsen, and closes. */
export interface Alert {
  readonly id: string;
  readonly threshold: Threshold;
  /** Channel id, or the metric's name where it is no hardware. */
  readonly channel: string;
  readonly deviceName: string;
  readonly openedAt: WallTime;
  /** Null while it lasts. */
  readonly closedAt: WallTime | null;
  readonly acknowledgedAt: WallTime | null;
  /** The worst that it has been. */
  readonly severity: Severity;
  /** The mean as it opened, and at its worst. */
  readonly openedWith: number;
  readonly worst: number;
  /** When it became worse, and how bad. */
  readonly steps: readonly { readonly at: WallTime; readonly severity: Severity; readonly value: number }[];
}
