import type { OperatorProfile, Placement, RunProfile } from '../../../../contract/profile.ts';
import { formatBytes, formatCount, formatDuration } from '../../../../contract/units.ts';
import { typeWords } from '../../../../core/analysis/operators/group-operators.ts';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { shareWords } from './operator-columns.ts';
import { OperatorLink } from './OperatorLink.tsx';
import styles from './OperatorsTab.module.css';

const FALLBACKS_SHOWN = 50;

/** Which provider ran how much of it, and what fell back to the CPU. */
export function PlacementPanel({ profile }: { readonly profile: RunProfile }) {
  const { placement, operators } = profile;
  const { fallbacks } = placement;
  if (operators.length === 0) return null;
  return (
    <Panel title="Placement">
      <p className={styles.sentence}>{placementWords(placement)}</p>
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

/** "112 of 118 operators on webgpu; 6 on the CPU cost 1.90 ms and 4 copies (1.20 MiB, 0.12 ms)." */
export function placementWords({
  provider,
  operators,
  byProvider,
  fallbacks,
  fallbackMs,
  copies,
}: Placement): string {
  const there = byProvider.find((each) => each.provider === provider)?.operators ?? 0;
  const moved = copies.bytes === null ? '' : `${formatBytes(copies.bytes)}, `;
  const copied =
    copies.count === 0
      ? ''
      : ` and ${formatCount(copies.count)} ${copies.count === 1 ? 'copy' : 'copies'} (${moved}${formatDuration(copies.selfMs)})`;
  const where = provider === 'cpu' ? 'the CPU' : provider;
  const all = `${formatCount(there)} of ${formatCount(operators)} ${operators === 1 ? 'operator' : 'operators'} on ${where}`;
  if (fallbacks.length === 0) return copied === '' ? `${all}.` : `${all}${copied.replace(' and', ', with')}.`;
  return `${all}; ${formatCount(fallbacks.length)} on the CPU cost ${formatDuration(fallbackMs)}${copied}.`;
}
