import type { GenerationTimes } from '../../contract/generation.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { percentileOfSorted, summarizeLatency } from './summary.ts';

/** Repeats of one generation, each the time of the token at every place; null where no repeat was whole. */
export function generationTimes(
  repeats: readonly (readonly Milliseconds[])[],
  { promptTokens, batch }: { readonly promptTokens: number; readonly batch: number },
): GenerationTimes | null {
  const firsts = Float64Array.from(repeats, (places) => places[0] ?? Number.NaN);
  const firstTokenMs = summarizeLatency(firsts);
  if (firstTokenMs === null) return null;
  const decoded = Float64Array.from(repeats.flatMap((places) => places.slice(1)));
  const perTokenMs = summarizeLatency(decoded);
  const totalMs = repeats.flat().reduce((sum, ms) => sum + ms, 0);
  const tokens = repeats.reduce((sum, places) => sum + places.length, 0) * batch;
  return {
    repeats: repeats.length,
    firstTokenMs,
    perTokenMs,
    prefillTokensPerSecond: (promptTokens * batch * 1000) / firstTokenMs.mean,
    decodeTokensPerSecond: perTokenMs === null ? null : (batch * 1000) / perTokenMs.mean,
    tokensPerSecond: (tokens * 1000) / totalMs,
    totalMs,
    byPlaceMs: (repeats[0] ?? []).map((_ms, place) =>
      percentileOfSorted(Float64Array.from(repeats, (places) => places[place] ?? Number.NaN).sort(), 0.5),
    ),
  };
}
