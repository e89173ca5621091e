import type { Run } from '../../../../contract/run.ts';
import type { RunProfile } from '../../../../contract/profile.ts';
import { formatCount, formatDuration } from '../../../../contract/units.ts';
import { Panel } from '../../../components/Panel.tsx';
import { useProfile } from '../../../state/queries.ts';
import { formatRoute } from '../../../state/routes.ts';
import { shareWords } from './operator-columns.ts';
import { OperatorLink } from './OperatorLink.tsx';
import { dearestTypes, factorWords, typesInWords } from './profile-words.ts';
import styles from './DearestOperators.module.css';

const SHOWN = 6;

/** The dearest types of a profiled run, as a short list that leads on; nothing of another run. */
export function DearestOperators({ run }: { readonly run: Run }) {
  return run.profile === null ? null : <List run={run} />;
}

function List({ run }: { readonly run: Run }) {
  const { data: profile } = useProfile(run.id);
  if (profile == null || profile.operators.length === 0) return null;
  const types = dearestTypes(profile);
  const most = types[0]?.share ?? 0;
  return (
    <Panel title="Where the time went" actions={<Caution profile={profile} />}>
      <ul className={styles.list}>
        {types.slice(0, SHOWN).map(({ type, share, selfMs, nodes, place }) => (
          <li key={type} className={styles.row}>
            <OperatorLink runId={run.id} place={place} operators={profile.operators} words={type} />
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.bar}
                style={{
                  width: `${most > 0 ? (share / most) * 100 : 0}%`,
                  background: `var(--family-${profile.operators[place]?.family ?? 'other'})`,
                }}
              />
            </span>
            <span className={styles.share}>{shareWords(share)}</span>
            <span className={styles.quiet}>
              {formatDuration(selfMs)} in {formatCount(nodes)} {nodes === 1 ? 'operator' : 'operators'}
            </span>
          </li>
        ))}
      </ul>
      <a href={formatRoute({ page: 'run', runId: run.id, tab: 'operators' })}>
        All {formatCount(profile.operators.length)} operators
      </a>
    </Panel>
  );
}

function Caution({ profile }: { readonly profile: RunProfile }) {
  return (
    <span className={styles.quiet}>
      {profile.isIndicative ? `indicative: recording made it ${factorWords(profile)} as long` : ''}
    </span>
  );
}

/** One line for where there are other things to read. */
export function WhereTheTimeWent({ run }: { readonly run: Run }) {
  return run.profile === null ? null : <Line run={run} />;
}

function Line({ run }: { readonly run: Run }) {
  const { data: profile } = useProfile(run.id);
  if (profile == null || profile.operators.length === 0) return null;
  return (
    <p className={styles.line}>
      <strong>Where the time went:</strong> {typesInWords(dearestTypes(profile), 4)}
      {profile.isIndicative && ' (indicative)'}.{' '}
      <a href={formatRoute({ page: 'run', runId: run.id, tab: 'operators' })}>Operators</a>
    </p>
  );
}
