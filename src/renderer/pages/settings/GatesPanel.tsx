import { formatRoute } from '../../state/routes.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { GateBadge } from '../../components/GateBadge.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useGates } from '../../state/gates.ts';
import { useBaselines } from '../../state/targets.ts';
import { shortTime } from '../runs/when.ts';
import styles from './GatesPanel.module.css';

const SHOWN = 10;

/** Names that runs are held against, and what gates have said lately. */
export function GatesPanel() {
  const gates = useGates();
  const baselines = useBaselines();
  const error = gates.error ?? baselines.error;
  return (
    <Panel title="Baselines and gates">
      {error !== null ? (
        <ErrorState
          error={error}
          inline
          onRetry={() => void Promise.all([gates.refetch(), baselines.refetch()])}
        />
      ) : gates.data === undefined || baselines.data === undefined ? (
        <Loading label="Reading baselines and gates">
          <Skeleton count={4} />
        </Loading>
      ) : (
        <div className={styles.stack}>
          {baselines.data.length === 0 ? (
            <p className={styles.faint}>
              No baseline yet. Make one on the Targets tab of a run, or with “dyno baseline set main last”.
            </p>
          ) : (
            <ul className={styles.list} aria-label="Baselines">
              {baselines.data.map(({ name, runId, setAt }) => (
                <li key={name} className={styles.line}>
                  <a dir="auto" href={formatRoute({ page: 'run', runId, tab: 'targets' })}>
                    {name}
                  </a>
                  <span className={styles.faint}>{shortTime(setAt, Date.now())}</span>
                </li>
              ))}
            </ul>
          )}
          {gates.data.length === 0 ? (
            <p className={styles.faint}>No run was held against a gate yet: “dyno gate --baseline main”.</p>
          ) : (
            <ul className={styles.list} aria-label="Latest gates">
              {gates.data.slice(0, SHOWN).map(({ id, state, model, runId, baseline, at, sentence }) => (
                <li key={id} className={styles.line} title={sentence}>
                  <GateBadge state={state} />
                  <a dir="auto" href={formatRoute({ page: 'run', runId, tab: 'targets' })}>
                    {model}
                  </a>
                  <span className={styles.against} dir="auto">
                    against {baseline.name}
                  </span>
                  <span className={styles.faint}>{shortTime(at, Date.now())}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  );
}
