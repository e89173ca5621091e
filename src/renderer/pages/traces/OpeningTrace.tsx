import { Square } from 'lucide-react';
import { DynoError } from '../../../contract/errors.ts';
import type { TraceProgress, TraceState } from '../../../contract/trace.ts';
import { formatBytes, formatCount, formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FlameView } from '../../flame/FlameView.tsx';
import { api } from '../../state/connection.ts';
import { openTracePath } from '../../state/open-trace.ts';
import { useTracePreview } from '../../state/traces.ts';
import styles from './TracePage.module.css';

/** A trace on its way: how far it is, what was read first, and the way out. */
export function OpeningTrace({ state }: { readonly state: TraceState }) {
  const { id, path, progress } = state;
  const preview = useTracePreview(id);
  const name = path.split(/[/\\]/).at(-1) ?? path;
  const isOver = progress === null || progress.phase === 'failed' || progress.phase === 'stopped';
  return (
    <div className={styles.page}>
      <PageHeader title={name} detail={path} />
      <div className={styles.opening}>
        {isOver ? (
          <ErrorState error={whyNot(state)} onRetry={() => openTracePath(path)} />
        ) : (
          <>
            <div className={styles.openingLine}>
              <span className={styles.openingWords} role="status">
                {wordsOf(progress)}
              </span>
              <Button icon={<Square />} onClick={() => void api.stopTrace(id)}>
                Cancel
              </Button>
            </div>
            <Progress label="Reading the trace" value={shareOf(progress)} />
            {preview === null ? (
              <Skeleton shape="chart" count={2} />
            ) : (
              <FlameView source={preview} title="What was read first" exportName={name}>
                <p className={styles.quiet}>
                  The first {formatCount(preview.spanCount)} spans, while the rest is being read.
                </p>
              </FlameView>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function whyNot({ path, progress }: TraceState): DynoError {
  if (progress?.error != null) return new DynoError(progress.error);
  return new DynoError({
    code: 'TRACE_NOT_FOUND',
    message:
      progress?.phase === 'stopped' ? 'Reading was cancelled; nothing was kept.' : 'This trace is not open.',
    subject: path,
    nextStep: 'Try again to read it from the start.',
  });
}

function shareOf({ phase, readBytes, totalBytes }: TraceProgress): number | null {
  return phase !== 'reading' || totalBytes === 0 ? null : readBytes / totalBytes;
}

function wordsOf({ phase, readBytes, totalBytes, spans, remainingMs }: TraceProgress): string {
  if (phase === 'waiting') return 'Waiting for a measurement to end, so that reading does not disturb it.';
  if (phase === 'indexing') return `Building the index of ${formatCount(spans)} spans`;
  const left = remainingMs === null ? '' : `, about ${formatDuration(remainingMs)} left`;
  return `Read ${formatBytes(readBytes)} of ${formatBytes(totalBytes)}, ${formatCount(spans)} spans${left}`;
}
