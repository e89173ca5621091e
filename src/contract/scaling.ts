import type { Interval } from './latency.ts';

export const SCALING_LAWS = ['constant', 'linear', 'quadratic', 'power'] as const;
export type ScalingLaw = (typeof SCALING_LAWS)[number];

export const SCALING_VARIABLES = ['batch', 'sequence', 'tokens', 'concurrency'] as const;
export type ScalingVariable = (typeof SCALING_VARIABLES)[number];

export const SCALING_METRICS = ['latency', 'memory', 'throughput'] as const;
export type ScalingMetric = (typeof SCALING_METRICS)[number];

/** Latency in ms, memory in bytes, throughput in items a second. */
export interface ScalingPoint {
  readonly x: number;
  readonly y: number;
}

/** What is asked: how one metric grows with one variable. */
export interface ScalingQuestion {
  readonly metric: ScalingMetric;
  readonly variable: ScalingVariable;
  /** What was held fixed, in words: "cpu, sequence 128". */
  readonly at: string;
  /** In any order; several of one x are measurements of the same. */
  readonly points: readonly ScalingPoint[];
}

/** The law that predicts points left out best. */
export interface ScalingFit extends ScalingQuestion {
  readonly law: ScalingLaw;
  /** constant: [base] · linear: [base, each] · quadratic: [base, each, each²] · power: [base, factor, exponent]. */
  readonly coefficients: readonly number[];
  /** Relative root mean square error over points left out one by one. */
  readonly crossValidationError: number;
  /** Points that the law was not fitted to, with what it had said of them. */
  readonly holdout: readonly ScalingHoldout[];
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

export interface ScalingHoldout extends ScalingPoint {
  readonly predicted: number;
  readonly interval: Interval;
  /** Measured inside the interval. */
  readonly held: boolean;
}

/** Too few different sizes to tell a law. */
export interface ScalingGap extends ScalingQuestion {
  readonly law: null;
  /** How many more sizes it takes. */
  readonly missing: number;
  readonly words: string;
}

/** What size buys: items a second against the smallest size measured. */
export interface ScalingEfficiency {
  readonly variable: ScalingVariable;
  readonly at: string;
  readonly points: readonly { readonly x: number; readonly itemsPerSecond: number; readonly ratio: number }[];
  /** "batch 16 does 3.1× the samples/s of batch 1". */
  readonly words: string;
}
