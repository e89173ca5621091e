import type { Bytes, Milliseconds } from '../../../contract/units.ts';

/** How the time of one iteration is distributed, before anything is added to it. */
export type LatencyShape =
  | { readonly kind: 'constant'; readonly ms: Milliseconds }
  | { readonly kind: 'normal'; readonly meanMs: Milliseconds; readonly deviationMs: Milliseconds }
  /** Sigma is the deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly medianMs: Milliseconds; readonly sigma: number }
  | {
      readonly kind: 'modes';
      readonly modes: readonly { readonly ms: Milliseconds; readonly share: number }[];
      /** Share of iterations that keep the mode of the one before without drawing a new one. */
      readonly stay: number;
      /** Inside a mode it is log-normal. */
      readonly sigma: number;
    };

/** A described measurement: what "fake:…" says, with every blank filled. */
export interface FakeSpec {
  readonly shape: LatencyShape;
  /** Correlation of each iteration's noise with that of the one before. */
  readonly ar: number;
  readonly drift: { readonly share: number; readonly over: 'run' | 'minute' } | null;
  readonly spikes: { readonly share: number; readonly factor: number } | null;
  /** Deviation of the logarithm of each fresh process's own factor. */
  readonly spread: number;
  readonly slowProcess: { readonly share: number; readonly factor: number } | null;
  readonly warmup: { readonly iterations: number; readonly factor: number } | null;
  readonly loadMs: Milliseconds;
  /** Null: the first run takes twice the centre of the distribution. */
  readonly firstRunMs: Milliseconds | null;
  /** What comes to the time for each sample, token, and pair of tokens of one text. */
  readonly per: {
    readonly sampleMs: Milliseconds;
    readonly tokenMs: Milliseconds;
    readonly pairMs: Milliseconds;
  };
  /** The time is multiplied by batch and sequence to these powers. */
  readonly power: { readonly batch: number; readonly sequence: number };
  /** Share of the work that threads divide among themselves (Amdahl's law). */
  readonly parallel: number;
  /** So many times faster on any provider but the CPU. */
  readonly gpu: number;
  readonly memory: {
    readonly idleBytes: Bytes;
    readonly baseBytes: Bytes;
    readonly sampleBytes: Bytes;
    readonly tokenBytes: Bytes;
  } | null;
  /** Step of the clock that the iterations are read from; 0 is none. */
  readonly quantumMs: Milliseconds;
  readonly suspend: { readonly atMs: Milliseconds; readonly forMs: Milliseconds } | null;
  readonly clockJump: { readonly atMs: Milliseconds; readonly byMs: Milliseconds } | null;
  /** Measured iterations after which the process dies. */
  readonly crashAfter: number | null;
  readonly refuse: boolean;
  readonly nan: boolean;
  readonly realtime: boolean;
}

/** Where the middle of the distribution lies. */
export function centreOf(shape: LatencyShape): Milliseconds {
  switch (shape.kind) {
    case 'constant':
      return shape.ms;
    case 'normal':
      return shape.meanMs;
    case 'lognormal':
      return shape.medianMs;
    case 'modes':
      return shape.modes.reduce((sum, { ms, share }) => sum + ms * share, 0);
  }
}
