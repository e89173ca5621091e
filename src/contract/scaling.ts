import type { Interval } from './latency.ts';

export const SCALING_LAWS = ['constant', 'linear', 'quadratic', 'power'] as const;
export type ScalingLaw = (typeof SCALING_LAWS)[number];

export const SCALING_VARIABLES = ['batch', 'sequence', 'tokens', 'concurrency'] as const;
export type ScalingVariable = (typeof SCALING_VARIABLES)[number];

export const SCALING_METRICS = ['latency', 'memory', 'throughput'] as const;
export type ScalingMetric = (typeof SCALING_METRICS)[number];

export interface ScalingPoint {
  readonly x: number;
  readonly y: number;
}

/** How one metric grows with one variable: the law that predicts points left out best. */
export interface ScalingFit {
  readonly metric: ScalingMetric;
  readonly variable: ScalingVariable;
  /** What was held fixed, in words: "cpu, sequence 128". */
  readonly at: string;
  readonly law: ScalingLaw;
  /** constant: [base] · linear: [base, each] · quadratic: [base, each, each²] · power: [base, factor, exponent]. */
  readonly coefficients: readonly number[];
  /** Relative root mean square error over points left out one by one. */
  readonly crossValidationError: number;
  readonly points: readonly ScalingPoint[];
  /** Points that the law was not fitted to, with what it had said of them. */
  readonly holdout: readonly (ScalingPoint & { readonly predicted: number; readonly interval: Interval })[];
  /** The law drawn over its range and a little beyond, with its 95 % prediction interval. */
  readonly curve: readonly {
    readonly x: number;
    readonly y: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** "base 48 MiB + 0.5 MiB per 1k tokens". */
  readonly words: string;
}
