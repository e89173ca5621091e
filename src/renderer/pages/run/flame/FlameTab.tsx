import { useMemo } from 'react';
import { OVERHEAD_INDICATIVE, type ProfileSummary } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import type { SpanTable } from '../../../../contract/spans.ts';
import { formatCount, formatDuration, formatNumber } from '../../../../contract/units.ts';
import {
  iterationsIn,
  profileSource,
  typicalStretch,
} from '../../../../core/analysis/spans/profile-source.ts';
import type { SpanSource } from '../../../../contract/span-source.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { FlameView } from '../../../flame/FlameView.tsx';
import { navigate } from '../../../state/navigation.ts';
import { useProfileSpans } from '../../../state/queries.ts';
import { runTitle } from '../../runs/run-title.ts';
import { NotProfiled } from '../NotProfiled.tsx';
import { ProfileLoading } from '../ProfiledTab.tsx';
import styles from './FlameTab.module.css';

export interface FlameTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

const WHAT = 'each operator as it ran, iteration by iteration';

/** The profiled iterations as a flame chart. */
export function FlameTab({ run, selected }: FlameTabProps) {
  if (run.profile === null) return <NotProfiled run={run} what={WHAT} />;
  return <Read run={run} profile={run.profile} selected={selected} />;
}

interface ReadProps extends FlameTabProps {
  readonly profile: ProfileSummary;
}

function Read({ run, ...rest }: ReadProps) {
  const { data: spans, error, isPending, refetch } = useProfileSpans(run.id);
  if (isPending) return <ProfileLoading />;
  if (spans === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (spans === null) return <NotProfiled run={run} what={WHAT} />;
  return <Spans run={run} spans={spans} {...rest} />;
}

function Spans({ run, profile, selected, spans }: ReadProps & { readonly spans: SpanTable }) {
  const source = useMemo(() => profileSource(spans), [spans]);
  const opensAt = useMemo(() => typicalStretch(spans), [spans]);
  const subject = useMemo(
    () => ({
      label: 'Show in Operators',
      open: (operator: number) => navigate({ page: 'run', runId: run.id, tab: 'operators', operator }),
    }),
    [run.id],
  );
  if (source.spanCount === 0) {
    return (
      <EmptyState title="No spans were recorded">
        The runtime recorded no operators of this model with this provider; the notes in Operators say what is
        known of it.
      </EmptyState>
    );
  }
  return (
    <FlameView
      source={source}
      title="Recorded spans"
      exportName={runTitle(run)}
      subject={subject}
      selectedSubject={selected}
      opensAt={opensAt}
    >
      <p className={styles.note}>{noteOf(profile, source, iterationsIn(spans))}</p>
    </FlameView>
  );
}

/** Which iterations these are, and why their lengths are not the times that Operators shows. */
function noteOf(profile: ProfileSummary, source: SpanSource, iterationsHere: number): string {
  const { overheadFactor, iterations, cleanMeanMs, profiledMeanMs } = profile;
  const length = formatDuration((source.toUs - source.fromUs) / 1000);
  const hint = overheadFactor > OVERHEAD_INDICATIVE ? ' Take the lengths as a hint.' : '';
  const lost =
    source.unplaceable === 0 ? '' : ` ${formatCount(source.unplaceable)} spans without a time are left out.`;
  const which =
    iterationsHere < iterations
      ? `the first ${formatCount(iterationsHere)} of ${formatCount(iterations)} profiled iterations`
      : `all ${formatCount(iterations)} profiled iterations`;
  return (
    `${formatCount(source.spanCount)} spans of ${which}, ${length} long, as recorded: recording made an iteration ` +
    `${formatNumber(overheadFactor)}× as long (${formatDuration(profiledMeanMs)} instead of ` +
    `${formatDuration(cleanMeanMs)}).${hint} Operators has the shares with that cost taken off.${lost}`
  );
}
