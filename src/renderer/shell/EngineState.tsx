import { shareDone } from '../state/live-feed.ts';
import { useLiveRun } from '../state/live-runs.ts';
import { useLiveRuns } from '../state/queries.ts';
import { formatRoute } from '../state/routes.ts';
import { runTitle } from '../pages/runs/run-title.ts';
import styles from './EngineState.module.css';

/** What the engine does now, as a way to it. */
export function EngineState() {
  const { data: live = [] } = useLiveRuns();
  const current = live.find(({ run }) => run.status === 'running') ?? live[0];
  const runId = current?.run.id ?? null;
  const phase = useLiveRun(runId, (state) => state.phase) ?? current?.phase ?? 'waiting';
  const waitingFor = useLiveRun(runId, (state) => state.waitingFor) ?? current?.waitingFor ?? null;
  const percent = useLiveRun(runId, (state) => {
    const share = shareDone(state);
    return share === null ? null : Math.floor(share * 100);
  });
  if (current === undefined || runId === null) {
    return (
      <span className={styles.state} role="status" aria-label="Engine">
        <span className={styles.dot} />
        Idle
      </span>
    );
  }
  const doing = phase === 'waiting' ? `Waiting for ${waitingFor ?? 'its turn'}` : VERBS[phase];
  const queued = live.length - 1;
  return (
    <a className={styles.state} data-busy="" href={formatRoute({ page: 'bench', runId })}>
      <span className={styles.dot} />
      <span>{doing}</span>
      <span className={styles.name}>{runTitle(current.run)}</span>
      {percent !== null && (
        <>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.fill} style={{ transform: `scaleX(${percent / 100})` }} />
          </span>
          <span className={styles.percent}>{percent} %</span>
        </>
      )}
      {queued > 0 && <span className={styles.queued}>+{queued} queued</span>}
    </a>
  );
}

const VERBS = {
  preparing: 'Preparing',
  loading: 'Loading',
  'first-run': 'First run of',
  'warm-up': 'Warming up',
  measuring: 'Measuring',
  profiling: 'Profiling',
  storing: 'Storing',
} as const;
