import type { AbComparison } from '../../../contract/ab.ts';
import type { SideBySide } from '../../../contract/side-by-side.ts';
import { comparedMetrics } from './metrics.ts';
import { overallSentence } from './overall-sentence.ts';
import { sideLabel } from './side-label.ts';
import { verdictOf, type Side } from './verdict.ts';

/**
 * Stored runs beside each other, the first being the reference: what differs, what stands in the way, and what may be
 * said. `tested` gives the comparison that a run was measured in.
 */
export function sideBySide(
  sides: readonly Side[],
  tested: (comparisonId: string) => AbComparison | null,
): SideBySide {
  const [reference, ...others] = sides;
  const runs = sides.map(({ run }) => run);
  const verdicts = others.map((side, index) => {
    const a = reference as Side;
    const shared = a.run.comparisonId === side.run.comparisonId ? side.run.comparisonId : null;
    return verdictOf(a, side, shared === null ? null : tested(shared), ['A', sideLabel(index + 1)]);
  });
  return {
    runs,
    verdicts,
    metrics: comparedMetrics(runs),
    series: sides.map(({ series }) => series),
    sentence: overallSentence(sides, verdicts),
  };
}
