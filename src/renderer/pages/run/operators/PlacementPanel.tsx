import type { OperatorProfile, Placement, RunProfile } from '../../../../contract/profile.ts';
import { formatCount, formatDuration } from '../../../../contract/units.ts';
import { placementWords } from '../../../../core/analysis/attribution/placement-words.ts';
import { typeWords } from '../../../../core/analysis/operators/group-operators.ts';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { shareWords } from './operator-columns.ts';
import { OperatorLink } from './OperatorLink.tsx';
import styles from './OperatorsTab.module.css';

const FALLBACKS_SHOWN = 50;

/** Where all ran on one provider, the headline says so and there is no more to tell. */
export function isAllInOnePlace({ byProvider, fallbacks }: Placement): boolean {
  return byProvider.length < 2 && fallbacks.length === 0;
}

/** Which provider ran how much of it, and what fell back to the CPU. */
export function PlacementPanel({ profile }: { readonly profile: RunProfile }) {
  const { placement, operators } = profile;
  const { fallbacks } = placement;
  if (operators.length === 0 || isAllInOnePlace(placement)) return null;
  return (
    <Panel title="Placement">
      <p className={styles.sentence}>{placementWords(placement)}</p>
      <Bar placement={placement} />
      {fallbacks.length > 0 && (
        <Disclosure
          title="On the CPU"
          summary={`${formatCount(fallbacks.length)} ${fallbacks.length === 1 ? 'operator' : 'operators'}, ${formatDuration(placement.fallbackMs)}`}
        >
          <ul className={styles.fallbacks}>
            {fallbacks.slice(0, FALLBACKS_SHOWN).map((place) => (
              <li key={place}>
                <OperatorLink runId={profile.runId} place={place} operators={operators} />
                <span className={styles.quiet}>
                  {typeWords(operators[place] as OperatorProfile)}, {formatDuration(operators[place]?.selfMs)}
                </span>
              </li>
            ))}
          </ul>
          {fallbacks.length > FALLBACKS_SHOWN && (
            <p className={styles.quiet}>
              and {formatCount(fallbacks.length - FALLBACKS_SHOWN)} cheaper ones: filter the table by “cpu”
            </p>
          )}
        </Disclosure>
      )}
    </Panel>
  );
}

function Bar({ placement }: { readonly placement: Placement }) {
  return (
    <>
      <div className={styles.providers} aria-hidden="true">
        {placement.byProvider.map(({ provider, share }) => (
          <span
            key={provider}
            className={styles.provider}
            data-fallback={provider === 'cpu' && placement.provider !== 'cpu' ? '' : undefined}
            style={{ flexGrow: Math.max(share, 0.002) }}
          />
        ))}
      </div>
      <ul className={styles.providerWords}>
        {placement.byProvider.map(({ provider, operators: count, selfMs, share }) => (
          <li key={provider}>
            <strong>{provider}</strong> {formatCount(count)} {count === 1 ? 'operator' : 'operators'},{' '}
            {formatDuration(selfMs)}, {shareWords(share)}
          </li>
        ))}
      </ul>
    </>
  );
}
