import { useEffect, useState } from 'react';
import type { Sweep, SweepCell } from '../../../contract/sweep.ts';
import { formatDuration } from '../../../contract/units.ts';
import { cellLabel, variedAxes } from '../../../core/charts/sweep-axes.ts';
import { Progress } from '../../components/Progress.tsx';
import { useLiveRun } from '../../state/live-runs.ts';
import styles from './SweepProgress.module.css';

/** How far it is, what is measured now, and how long it may still take; a square per cell. */
export function SweepProgress({ sweep }: { readonly sweep: Sweep }) {
  const { cells, status } = sweep;
  const live = status === 'queued' || status === 'running';
  const wanted = cells.filter(({ state }) => state !== 'skipped');
  const ended = wanted.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  const axes = variedAxes(cells).map(({ name }) => name);
  const running = cells.find(({ state }) => state === 'running');
  return (
    <section className={styles.progress} aria-label="Progress">
      {live && (
        <>
          <Progress
            label="Cells measured"
            value={wanted.length === 0 ? null : ended / wanted.length}
            text={`${ended} of ${wanted.length} cells`}
          />
          <div className={styles.line}>
            <span>
              {running === undefined ? (
                'Waiting for its turn'
              ) : (
                <Now cell={running} label={cellLabel(running, axes)} />
              )}
            </span>
            <TimeLeft sweep={sweep} />
          </div>
        </>
      )}
      <ul className={styles.cells} aria-label="Cells in the order in which they are measured">
        {cells.map((cell) => (
          <li
            key={cell.index}
            className={styles.cell}
            data-state={cell.state}
            title={`${cellLabel(cell, axes) || 'the only cell'}: ${cell.p50Ms === null ? cell.state : formatDuration(cell.p50Ms)}`}
          >
            <span className="visually-hidden">{`${cellLabel(cell, axes)}: ${cell.state}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Now({ cell, label }: { readonly cell: SweepCell; readonly label: string }) {
  const words = useLiveRun(cell.runId, ({ phase, waitingFor }) =>
    waitingFor !== null ? `waits for ${waitingFor}` : phase,
  );
  return (
    <>
      <strong>{label || 'The only cell'}</strong>
      {words !== null && <span className={styles.phase}> {words}</span>}
    </>
  );
}

/** Counts down between the events that correct it. */
function TimeLeft({ sweep: { remainingMs, cells } }: { readonly sweep: Sweep }) {
  const [passedMs, setPassedMs] = useState(0);
  useEffect(() => {
    const from = performance.now();
    const timer = setInterval(() => setPassedMs(performance.now() - from), 1000);
    return () => {
      clearInterval(timer);
      setPassedMs(0);
    };
  }, [cells]);
  if (remainingMs === null) return null;
  const left = Math.max(0, remainingMs - passedMs);
  return (
    <span className={styles.left}>
      {left < 1000 ? 'under a second left' : `≈ ${formatDuration(Math.round(left / 1000) * 1000)} left`}
    </span>
  );
}
