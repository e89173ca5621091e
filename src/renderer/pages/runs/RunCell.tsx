import { ChartNoAxesGantt } from 'lucide-react';
import type { ProfileSummary } from '../../../contract/profile.ts';
import type { Run } from '../../../contract/run.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
} from '../../../contract/units.ts';
import { missingIntervalWords } from '../../../core/analysis/series-words.ts';
import { samplesMissing } from '../../../core/analysis/summary.ts';
import { Sparkline } from '../../components/Sparkline.tsx';
import { formatInterval } from '../compare/format-metric.ts';
import { formatRoute } from '../../state/routes.ts';
import type { ColumnId } from './runs-columns.ts';
import { workOf } from './runs-filter.ts';
import { TrustMark } from '../trust/TrustMark.tsx';
import { StatusMark } from './StatusMark.tsx';
import { exactTime, shortTime } from './when.ts';
import { runTitle } from './run-title.ts';
import styles from './RunsTable.module.css';

export function RunCell({ run, column }: { readonly run: Run; readonly column: ColumnId }) {
  switch (column) {
    case 'status':
      return <StatusMark run={run} />;
    case 'trust':
      return run.trust === null ? <Faint>—</Faint> : <TrustMark trust={run.trust} />;
    case 'name':
      return (
        <>
          <a
            className={styles.name}
            href={formatRoute({ page: 'run', runId: run.id })}
            tabIndex={-1}
            title={runTitle(run)}
            data-unnamed={run.name === '' ? '' : undefined}
          >
            {runTitle(run)}
          </a>
          {run.profile !== null && <ProfileMark profile={run.profile} />}
        </>
      );
    case 'model':
      return <span title={run.model.name}>{run.model.name}</span>;
    case 'level':
      return <>{run.config.level ?? <Faint>custom</Faint>}</>;
    case 'provider':
      return run.config.executor === null ? (
        <>{run.config.provider}</>
      ) : (
        <span className={styles.simulated} title={`Drawn, not measured: ${run.config.executor}`}>
          simulated
        </span>
      );
    case 'work':
      return <>{workOf(run)}</>;
    case 'p50':
      return <Median run={run} />;
    case 'p99':
      return <Tail run={run} />;
    case 'samplesPerSecond':
      return <Measured text={formatNumber(run.throughput?.samplesPerSecond)} />;
    case 'tokensPerSecond':
      return <Measured text={formatNumber(run.throughput?.tokensPerSecond)} />;
    case 'count':
      return <Measured text={formatCount(run.latencyMs?.count)} />;
    case 'memory':
      return <Measured text={formatBytes(run.hardware?.workerPeakBytes)} />;
    case 'spark':
      return run.spark.length === 0 ? (
        <Faint>—</Faint>
      ) : (
        <span className={styles.spark}>
          <Sparkline values={run.spark} kind="bars" width={72} height={16} />
        </span>
      );
    case 'tags':
      return (
        <span className={styles.tags} title={run.tags.join(', ')}>
          {run.tags.map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
            </span>
          ))}
        </span>
      );
    case 'when':
      return (
        <time dateTime={new Date(run.createdAt).toISOString()} title={exactTime(run.createdAt)}>
          {shortTime(run.createdAt, Date.now())}
        </time>
      );
  }
}

function Median({ run: { latencyMs } }: { readonly run: Run }) {
  if (latencyMs === null) return <Faint>—</Faint>;
  const { p50, intervals } = latencyMs;
  const between = intervals.p50;
  return (
    <span
      title={
        between
          ? `95 % interval ${formatDuration(between[0])} to ${formatDuration(between[1])}`
          : missingIntervalWords('p50', latencyMs)
      }
    >
      {formatDuration(p50)} <span className={styles.interval}>{formatInterval(latencyMs)}</span>
    </span>
  );
}

/** "—" with the reason where there are too few samples; in runs of an earlier Dyno it was stated, and is marked. */
function Tail({ run: { latencyMs } }: { readonly run: Run }) {
  if (latencyMs === null) return <Faint>—</Faint>;
  const missing = samplesMissing('p99', latencyMs.count);
  if (missing === 0) return <>{formatDuration(latencyMs.p99)}</>;
  const reason = `On ${formatCount(latencyMs.count)} iterations; ${formatCount(missing)} more would be needed to state p99.`;
  if (latencyMs.p99 === null) {
    return (
      <span className={styles.faint} title={reason}>
        — <span className="visually-hidden">needs {formatCount(missing)} more samples</span>
      </span>
    );
  }
  return (
    <span className={styles.weak} title={reason}>
      {formatDuration(latencyMs.p99)}
      <span aria-hidden="true">*</span>
      <span className="visually-hidden"> on too few iterations</span>
    </span>
  );
}

function ProfileMark({ profile: { dearest, overheadFactor } }: { readonly profile: ProfileSummary }) {
  const words = dearest === null ? '' : `: ${dearest.op} ${formatPercent(dearest.share * 100)} at most`;
  return (
    <span className={styles.profiled} title={`Profiled${words}, recording ×${formatNumber(overheadFactor)}`}>
      <ChartNoAxesGantt aria-hidden="true" />
      <span className="visually-hidden"> profiled</span>
    </span>
  );
}

function Measured({ text }: { readonly text: string }) {
  return text === '—' ? <Faint>{text}</Faint> : <>{text}</>;
}

function Faint({ children }: { readonly children: string }) {
  return <span className={styles.faint}>{children}</span>;
}
