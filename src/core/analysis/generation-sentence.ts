import type { GenerationResult } from '../../contract/generation.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';

/** What a generation gave, in one sentence: "With the cache a token takes 1.80 ms, 6.20× less than without; …". */
export function generationSentence({ withCache, withoutCache }: GenerationResult): string {
  const times = withCache ?? withoutCache;
  if (times === null) return 'No text was written to its end.';
  const first = `first token ${formatDuration(times.firstTokenMs.p50)}`;
  const each = times.perTokenMs?.p50;
  if (each === undefined) return `One token was asked for: ${first}.`;
  const way = withCache === null ? 'Without a cache' : 'With the cache';
  const whole = withCache === null ? undefined : withoutCache?.perTokenMs?.p50;
  const compared =
    whole === undefined
      ? ''
      : `, ${formatNumber(Math.max(whole / each, each / whole))}× ${whole >= each ? 'less' : 'more'} than without`;
  return `${way} a token takes ${formatDuration(each)}${compared}; ${first}.`;
}
