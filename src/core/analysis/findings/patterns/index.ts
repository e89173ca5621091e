import type { Wiring } from '../wiring.ts';
import { attentionSpelledOut } from './attention.ts';
import { chains } from './chains.ts';
import { convolutionTails } from './convolution-tails.ts';
import { geluSpelledOut, siluSpelledOut } from './gelu.ts';
import { normalisationSpelledOut } from './normalisation.ts';
import { productTails } from './product-tails.ts';
import { quantizedInFloat } from './quantized-in-float.ts';
import type { FoundPattern, Match, Pattern } from './types.ts';

const PATTERNS: readonly Pattern[] = [
  normalisationSpelledOut,
  geluSpelledOut,
  siluSpelledOut,
  attentionSpelledOut,
  ...quantizedInFloat,
  ...convolutionTails,
  ...productTails,
  ...chains,
];

/**
 * In the executed graph; an operator that one pattern would spare is not counted for another one as well. Pauses after
 * each pattern.
 */
export function* patternsIn(wiring: Wiring): Generator<void, readonly FoundPattern[]> {
  const spared = new Set<number>();
  const found: FoundPattern[] = [];
  for (const pattern of PATTERNS) {
    const matches: Match[] = [];
    for (const place of wiring.operators.keys()) {
      const match = pattern.match(wiring, place);
      if (match === null || match.spared.some((each) => spared.has(each))) continue;
      for (const each of match.spared) spared.add(each);
      matches.push(match);
    }
    if (matches.length > 0) found.push({ pattern, matches });
    yield;
  }
  return found;
}
