import type { Difference } from '../../contract/difference.ts';
import type { Run } from '../../contract/run.ts';
import { Callout } from '../components/Callout.tsx';
import { navigate, useRoute } from '../state/navigation.ts';
import type { Shown } from './difference-place.ts';
import { Differing } from './Differing.tsx';
import { FlameDifference } from './FlameDifference.tsx';
import { GraphDifference } from './GraphDifference.tsx';
import { PartDetail } from './PartDetail.tsx';
import { PartTable } from './PartTable.tsx';
import { Waterfall } from './Waterfall.tsx';
import styles from './Difference.module.css';

export const DIFFERENCE_VIEWS = ['operators', 'flame', 'graphs'] as const;
export type DifferenceView = (typeof DIFFERENCE_VIEWS)[number];

export interface DifferenceTabProps {
  readonly kind: DifferenceView;
  /** The reference. */
  readonly a: Run;
  readonly b: Run;
}

/** Which operators account for what one run takes longer than the other. The selected part is in the address. */
export function DifferenceTab({ kind, a, b }: DifferenceTabProps) {
  const route = useRoute();
  const part = route.page === 'compare' ? (route.part ?? null) : null;
  const onPart = (next: number | null): void => {
    if (route.page !== 'compare' || next === part) return;
    const { part: _before, ...rest } = route;
    navigate(next === null ? rest : { ...rest, part: next }, { replace: true });
  };
  return (
    <Differing request={{ kind: 'runs', a: a.id, b: b.id }}>
      {(difference) => {
        const shown: Shown = { difference, part, onPart };
        return (
          <div className={styles.stack}>
            <Answer difference={difference} />
            {kind === 'graphs' ? (
              <GraphDifference {...shown} runs={{ a, b }} />
            ) : kind === 'flame' ? (
              <FlameDifference {...shown} />
            ) : (
              <>
                <Waterfall {...shown} />
                <PartDetail {...shown} runs={{ a: a.id, b: b.id }} />
                <PartTable {...shown} />
              </>
            )}
            {kind !== 'operators' && <PartDetail {...shown} runs={{ a: a.id, b: b.id }} />}
          </div>
        );
      }}
    </Differing>
  );
}

/** The sentence, and what a reader must know of it. */
export function Answer({ difference: { sentence, cautions } }: { readonly difference: Difference }) {
  return (
    <>
      <p className={styles.sentence}>{sentence}</p>
      {cautions.length > 0 && (
        <Callout tone="warning" title="Mind when reading this">
          <ul className={styles.cautions}>
            {cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        </Callout>
      )}
    </>
  );
}
