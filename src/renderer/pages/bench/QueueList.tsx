import { X } from 'lucide-react';
import type { LiveRun } from '../../../contract/run.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { shareDone } from '../../state/live-feed.ts';
import { useLiveRun } from '../../state/live-runs.ts';
import { useLiveRuns } from '../../state/queries.ts';
import { formatRoute } from '../../state/routes.ts';
import { runTitle } from '../runs/run-title.ts';
import { stopRun } from '../run/run-actions.ts';
import styles from './QueueList.module.css';

/** What runs and what waits, in order. Nothing where nothing does. */
export function QueueList({ except }: { readonly except?: string }) {
  const { data = [] } = useLiveRuns();
  const shown = data.filter(({ run }) => run.id !== except);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="queue-title">
      <h2 id="queue-title" className={styles.title}>
        On the bench now
      </h2>
      <ol className={styles.list}>
        {shown.map((live) => (
          <QueueItem key={live.run.id} live={live} />
        ))}
      </ol>
    </section>
  );
}

function QueueItem({ live }: { readonly live: LiveRun }) {
  const { run } = live;
  const phase = useLiveRun(run.id, (state) => state.phase) ?? live.phase;
  const waitingFor = useLiveRun(run.id, (state) => state.waitingFor) ?? live.waitingFor;
  const percent = useLiveRun(run.id, (state) => {
    const share = shareDone(state);
    return share === null ? null : Math.floor(share * 100);
  });
  const queued = run.status === 'queued';
  return (
    <li className={styles.item}>
      <a href={formatRoute({ page: 'bench', runId: run.id })} className={styles.name}>
        {runTitle(run)}
      </a>
      <span className={styles.state}>
        {phase === 'waiting'
          ? `waits for ${waitingFor ?? 'its turn'}`
          : percent === null
            ? phase.replace('-', ' ')
            : `${percent} %`}
      </span>
      <IconButton
        label={queued ? `Cancel ${runTitle(run)}` : `Stop ${runTitle(run)}`}
        onClick={() => void stopRun(run.id)}
      >
        <X />
      </IconButton>
    </li>
  );
}
