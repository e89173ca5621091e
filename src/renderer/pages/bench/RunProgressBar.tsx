import type { ProfilingState } from '../../../contract/profile.ts';
import type { Run, RunConfig } from '../../../contract/run.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { Progress } from '../../components/Progress.tsx';
import { shareDone, type LiveState } from '../../state/live-feed.ts';
import { useLiveRun } from '../../state/live-runs.ts';
import styles from './RunProgressBar.module.css';

export function RunProgressBar({ run }: { readonly run: Run }) {
  const share = useLiveRun(run.id, (state) => {
    const known = shareDone(state);
    return known === null ? null : Math.round(known * 500) / 500;
  });
  const words = useLiveRun(run.id, (state) => wordsOf(state, run.config)) ?? 'Waiting for its turn';
  const left = useLiveRun(run.id, timeLeft) ?? '';
  const waiting = run.status === 'queued';
  return (
    <div className={styles.progress}>
      <Progress label="Progress of the run" value={waiting ? 0 : share} text={words} />
      <div className={styles.words}>
        <span>{words}</span>
        <span>{left}</span>
      </div>
    </div>
  );
}

function wordsOf(state: LiveState, { warmup, warmupCap }: RunConfig): string {
  const { phase, iterationsDone, iterationsWanted, warmupDone, waitingFor } = state;
  if (phase === 'waiting') return `Waiting for ${waitingFor ?? 'its turn'}`;
  if (phase === 'warm-up') {
    const until =
      warmupCap === null ? ` of ${formatCount(warmup)}` : ' iterations, until the times are steady';
    return `Warm-up ${formatCount(warmupDone)}${until}`;
  }
  if (phase === 'profiling' && state.profiling !== null) return profilingWords(state.profiling);
  if (phase !== 'measuring') return PHASE_WORDS[phase];
  const of = iterationsWanted === null ? '' : ` of ${formatCount(iterationsWanted)}`;
  return `${formatCount(iterationsDone)}${of} iterations`;
}

function profilingWords({ iterationsDone, iterationsWanted }: ProfilingState): string {
  const of = iterationsWanted === null ? '' : ` of ${formatCount(iterationsWanted)}`;
  return `Recorded ${formatCount(iterationsDone)}${of} iterations; this pass never counts as the time`;
}

const PHASE_WORDS = {
  preparing: 'Preparing the model and its inputs',
  loading: 'Loading the model',
  'first-run': 'First run, timed apart',
  profiling: 'Recording each operator; this pass never counts as the time',
  storing: 'Storing what was measured',
} as const;

/** Whole seconds: tenths that jump about say nothing. */
function timeLeft({ phase, remainingMs }: LiveState): string {
  if (phase === 'waiting' || phase === 'storing' || remainingMs === null) return '';
  const seconds = Math.ceil(remainingMs / 1000);
  if (seconds <= 1) return 'about a second left';
  return seconds < 60 ? `${seconds} s left` : `${formatDuration(seconds * 1000)} left`;
}
