import type { LatencySummary } from './latency.ts';
import type { Milliseconds } from './units.ts';

export interface GenerationConfig {
  readonly promptTokens: number;
  readonly newTokens: number;
  /** With past keys and values, without them (the whole text again for each token), or one after the other. */
  readonly cache: 'with' | 'without' | 'both';
}

export interface GenerationTimes {
  readonly repeats: number;
  /** Prompt in, first token out: the prefill. */
  readonly firstTokenMs: LatencySummary;
  /** Each token after the first: the decode. */
  readonly perTokenMs: LatencySummary | null;
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number | null;
  /** New tokens over the whole time. */
  readonly tokensPerSecond: number;
  readonly totalMs: Milliseconds;
  /** Median time of the token at each place, so that growth with the text can be seen. */
  readonly byPlaceMs: readonly Milliseconds[];
}

export interface GenerationResult {
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly withCache: GenerationTimes | null;
  readonly withoutCache: GenerationTimes | null;
  /** Whether both gave the same tokens; null where only one ran. */
  readonly sameTokens: boolean | null;
  /** The first tokens of the last repeat, so that two runs can be seen to have done the same. */
  readonly tokens: readonly number[];
}
