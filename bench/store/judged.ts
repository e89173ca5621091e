import type { OutputSummary } from '../../src/contract/outputs.ts';
import { TRUST_CHECKS, type Trust } from '../../src/contract/trust.ts';

/** As long as a real verdict with its evidence, with numbers of its own. */
export function judged(random: () => number): Trust {
  const verdict =
    (['trusted', 'trusted', 'caution', 'not-trusted'] as const)[Math.floor(random() * 4)] ?? 'trusted';
  return {
    verdict,
    sentence:
      verdict === 'trusted'
        ? 'Nothing speaks against it.'
        : `Other programs kept ${(random() * 2).toFixed(2)} of 2 cores busy. 2 more things speak against it.`,
    evidence: TRUST_CHECKS.map((check, place) => {
      const value = place % 3 === 0 ? null : random() * 100;
      return {
        check,
        state: place < 2 && verdict !== 'trusted' ? 'warning' : 'ok',
        detail: `What was seen of ${check} lies at ${(value ?? 0).toFixed(1)} % while it measured, as on most machines.`,
        value,
        limit: value === null ? null : 30,
        unit: value === null ? '' : '%',
        nextStep:
          place < 2 ? 'Close other programs (a browser that shows Dyno counts too), then measure again.' : '',
      };
    }),
  };
}

export const outputsOf = (random: () => number): readonly OutputSummary[] => [
  {
    name: 'logits',
    type: 'float32',
    shape: [1, 10],
    count: 10,
    notANumber: 0,
    infinite: 0,
    stride: 1,
    values: Array.from({ length: 10 }, () => Math.fround(random() * 4 - 2)),
  } as unknown as OutputSummary,
];
