import { Archive, ChartNoAxesGantt, Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';
import type { TrustVerdict } from '../../../contract/trust.ts';
import { formatBytes, formatCount, formatDuration, formatNumber } from '../../../contract/units.ts';
import type { RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';
import { shapeWords } from '../../../core/analysis/run-list/run-search.ts';
import { titleOf } from '../../../core/analysis/run-list/run-title.ts';
import { samplesMissing } from '../../../core/analysis/summary.ts';

import { Sparkline } from '../../components/Sparkline.tsx';
import { formatRoute } from '../../state/routes.ts';
import { TrustMark } from '../trust/TrustMark.tsx';
import { cutText } from './cut-text.ts';
import { StatusMark } from './StatusMark.tsx';
import { exactTime, shortTime } from './when.ts';
import styles from './RunsTable.module.css';

export interface RunCellProps {
  readonly run: RunFacts;
  readonly column: RunColumnId;
  /** "v3 · 1a2b3c4d · 9f8e7d6"; empty where the model was never read. */
  readonly version: string;
}

export function RunCell({ run, column, version }: RunCellProps) {
  switch (column) {
    case 'status':
      return <StatusMark run={run} />;
    case 'trust':
      return run.trust === null ? (
        <Faint why="Not judged">—</Faint>
      ) : (
        <TrustMark trust={{ verdict: run.trust, sentence: TRUST_HINTS[run.trust] }} />
      );
    case 'name':
      return <Name run={run} />;
    case 'model':
      return <Words text={run.model} />;
    case 'version':
      return version === '' ? <Faint why="The model was never read">—</Faint> : <Words text={version} />;
    case 'level':
      return <>{run.level ?? <Faint>custom</Faint>}</>;
    case 'provider':
      return run.isSimulated ? (
        <span className={styles.simulated} title="Drawn, not measured">
          simulated
        </span>
      ) : (
        <>{run.provider}</>
      );
    case 'work':
      return <>{shapeWords(run.batch, run.sequence)}</>;
    case 'p50':
      return <Median run={run} />;
    case 'mean':
      return <Measured run={run} text={formatDuration(run.meanMs)} />;
    case 'p95':
      return <Tail run={run} of="p95" value={run.p95Ms} />;
    case 'p99':
      return <Tail run={run} of="p99" value={run.p99Ms} />;
    case 'samplesPerSecond':
      return <Measured run={run} text={formatNumber(run.samplesPerSecond)} />;
    case 'tokensPerSecond':
      return <Measured run={run} text={formatNumber(run.tokensPerSecond)} />;
    case 'count':
      return <Measured run={run} text={formatCount(run.count)} />;
    case 'memory':
      return <Measured run={run} text={formatBytes(run.peakBytes)} />;
    case 'energy':
      return <Measured run={run} text={formatNumber(run.joulesPerInference)} />;
    case 'threads':
      return <>{run.threads ?? <Faint why="The runtime decided">auto</Faint>}</>;
    case 'host':
      return run.host === null ? <Faint why="Not recorded">—</Faint> : <Words text={run.host} />;
    case 'spark':
      return run.spark.length === 0 ? (
        <Faint why={whyNothing(run)}>—</Faint>
      ) : (
        <span className={styles.spark}>
          <Sparkline values={run.spark} kind="bars" width={72} height={16} />
        </span>
      );
    case 'tags':
      return <Tags tags={run.tags} />;
    case 'when':
      return (
        <time dateTime={new Date(run.createdAt).toISOString()} title={exactTime(run.createdAt)}>
          {shortTime(run.createdAt, Date.now())}
        </time>
      );
  }
}

const TRUST_HINTS: Readonly<Record<TrustVerdict, string>> = {
  trusted: 'nothing disturbed the measurement',
  caution: 'the run’s page says what to heed',
  'not-trusted': 'the run’s page says why',
};

function Name({ run }: { readonly run: RunFacts }) {
  const title = cutText(titleOf(run));
  return (
    <>
      <a
        className={styles.name}
        href={formatRoute({ page: 'run', runId: run.id })}
        tabIndex={-1}
        title={title}
        data-unnamed={run.name === '' ? '' : undefined}
      >
        <bdi>{title}</bdi>
      </a>
      {run.pinnedAt !== null && (
        <Mark words="pinned" title="Pinned: no clearing takes it away">
          <Pin aria-hidden="true" />
        </Mark>
      )}
      {run.archivedAt !== null && (
        <Mark words="archived" title={`Archived ${exactTime(run.archivedAt)}`}>
          <Archive aria-hidden="true" />
        </Mark>
      )}
      {run.isProfiled && (
        <Mark words="profiled" title="Profiled: it knows its operators">
          <ChartNoAxesGantt aria-hidden="true" />
        </Mark>
      )}
    </>
  );
}

interface MarkProps {
  readonly words: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Mark({ words, title, children }: MarkProps) {
  return (
    <span className={styles.profiled} title={title}>
      {children}
      <span className="visually-hidden"> {words}</span>
    </span>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  // What a cell can hold, and no more: a run may have any number.
  const shown = tags.slice(0, 12).map(cutText);
  return (
    <span className={styles.tags} title={shown.join(', ') + (tags.length > shown.length ? ', …' : '')}>
      {shown.map((tag) => (
        <bdi key={tag} className={styles.tag}>
          {tag}
        </bdi>
      ))}
    </span>
  );
}

function Median({ run }: { readonly run: RunFacts }) {
  const { p50Ms, p50LowMs, p50HighMs } = run;
  if (p50Ms === null) return <Faint why={whyNothing(run)}>—</Faint>;
  if (p50LowMs === null || p50HighMs === null) {
    return (
      <span title="Too few iterations for an interval">
        {formatDuration(p50Ms)} <span className={styles.interval} />
      </span>
    );
  }
  const half = (Math.max(p50HighMs - p50Ms, p50Ms - p50LowMs) / p50Ms) * 100;
  return (
    <span title={`95 % interval ${formatDuration(p50LowMs)} to ${formatDuration(p50HighMs)}`}>
      {formatDuration(p50Ms)}{' '}
      <span className={styles.interval}>{`±${half < 0.05 ? '<0.1' : half.toFixed(1)} %`}</span>
    </span>
  );
}

interface TailProps {
  readonly run: RunFacts;
  readonly of: 'p95' | 'p99';
  readonly value: number | null;
}

/** "—" with the reason where there are too few samples; in runs of an earlier Dyno it was stated, and is marked. */
function Tail({ run, of, value }: TailProps) {
  if (run.count === null) return <Faint why={whyNothing(run)}>—</Faint>;
  const missing = samplesMissing(of, run.count);
  if (missing === 0) return <Measured run={run} text={formatDuration(value)} />;
  const reason = `On ${formatCount(run.count)} iterations; ${formatCount(missing)} more would be needed to state ${of}.`;
  if (value === null) {
    return (
      <span className={styles.faint} title={reason}>
        — <span className="visually-hidden">needs {formatCount(missing)} more samples</span>
      </span>
    );
  }
  return (
    <span className={styles.weak} title={reason}>
      {formatDuration(value)}
      <span aria-hidden="true">*</span>
      <span className="visually-hidden"> on too few iterations</span>
    </span>
  );
}

/** Why a run has no numbers. */
function whyNothing({ status, count }: RunFacts): string {
  switch (status) {
    case 'queued':
      return 'It waits for its turn';
    case 'running':
      return 'It is still measuring';
    case 'crashed':
      return 'Its worker crashed before anything was measured';
    case 'failed':
      return 'It failed before anything was measured; its page says why';
    case 'stopped':
      return 'It was stopped before anything was measured';
    case 'done':
      return count === null ? 'No iteration was measured' : 'Not measured';
  }
}

function Measured({ run, text }: { readonly run: RunFacts; readonly text: string }) {
  if (text !== '—') return <>{text}</>;
  return <Faint why={run.p50Ms === null ? whyNothing(run) : 'Not measured in this run'}>—</Faint>;
}

function Words({ text }: { readonly text: string }) {
  const short = cutText(text);
  return <bdi title={short}>{short}</bdi>;
}

function Faint({ why, children }: { readonly why?: string; readonly children: string }) {
  return (
    <span className={styles.faint} title={why}>
      {children}
    </span>
  );
}
