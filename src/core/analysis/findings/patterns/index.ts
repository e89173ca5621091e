import type { RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import { Wiring } from '../wiring.ts';
import { attentionSpelledOut } from './attention.ts';
import { chains } from './chains.ts';
import { convolutionTails } from './convolution-tails.ts';
import { geluSpelledOut, siluSpelledOut } from './gelu.ts';
import { normalisationSpelledOut } from './normalisation.ts';
import { productTails } from './product-tails.ts';
import { quantizedInFloat } from './quantized-in-float.ts';
import type { Match, Pattern } from './types.ts';

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

export interface FoundPattern {
  readonly pattern: Pattern;
  readonly matches: readonly Match[];
}

/** In the executed graph; an operator that one pattern would spare is not counted for another one as well. */
export function patternsIn({ operators }: RunProfile, run: Run): readonly FoundPattern[] {
  const wiring = new Wiring(
    operators,
    run.config.inputs.map(({ name }) => name),
  );
  const spared = new Set<number>();
  return PATTERNS.flatMap((pattern) => {
    const matches: Match[] = [];
    for (const place of operators.keys()) {
      const match = pattern.match(wiring, place);
      if (match === null || match.spared.some((each) => spared.has(each))) continue;
      for (const each of match.spared) spared.add(each);
      matches.push(match);
    }
    return matches.length > 0 ? [{ pattern, matches }] : [];
  });
}
