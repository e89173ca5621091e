import type { ReactNode } from 'react';
import type { RunningLatency } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../../contract/units.ts';
import { samplesMissing } from '../../../core/analysis/summary.ts';
import { Stat } from '../../components/Stat.tsx';
import { useLiveRun } from '../../state/live-runs.ts';
import { NarrowingBand } from './NarrowingBand.tsx';
import styles from './LiveNumbers.module.css';

const DASH = '—';

/** Percentiles so far. Each number subscribes by itself, so that a step renders only what changed. */
export function LiveNumbers({ run }: { readonly run: Run }) {
  const { batch, sequence } = run.config;
  const perSecond = ({ mean }: RunningLatency): number => (batch / mean) * 1000;
  return (
    <section className={styles.live} aria-label="Numbers so far">
      <div className={styles.median}>
        <LiveStat
          run={run}
          label="Median (p50)"
          value={(now) => formatDuration(now.p50)}
          interval={(now) =>
            now.p50Low === null || now.p50High === null
              ? 'too few independent samples for an interval'
              : `${formatDuration(now.p50Low)} – ${formatDuration(now.p50High)} (± ${formatPercent(((now.p50High - now.p50Low) / 2 / now.p50) * 100)})`
          }
        />
        <NarrowingBand runId={run.id} />
      </div>
      <LiveStat run={run} label="Mean" value={(now) => formatDuration(now.mean)} />
      <LiveStat
        run={run}
        label="p90"
        value={(now) => formatDuration(now.p90)}
        note={(now) => needs('p90', now)}
      />
      <LiveStat
        run={run}
        label="p99"
        value={(now) => formatDuration(now.p99)}
        note={(now) => needs('p99', now)}
      />
      <LiveStat
        run={run}
        label="Minimum – maximum"
        value={(now) => formatDuration(now.min)}
        interval={(now) => `to ${formatDuration(now.max)}`}
      />
      <LiveStat
        run={run}
        label="Samples per second"
        value={(now) => `${formatNumber(perSecond(now))} /s`}
        interval={(now) => (sequence === null ? '' : `${formatNumber(perSecond(now) * sequence)} tokens /s`)}
      />
    </section>
  );
}

interface LiveStatProps {
  readonly run: Run;
  readonly label: string;
  readonly value: (now: RunningLatency) => string;
  readonly interval?: (now: RunningLatency) => string;
  readonly note?: (now: RunningLatency) => string;
}

function LiveStat({ run, label, value, interval, note }: LiveStatProps): ReactNode {
  const face = useLiveRun(run.id, ({ running }) => (running === null ? DASH : value(running))) ?? DASH;
  const below = useLiveRun(run.id, ({ running }) => (running === null ? '' : (interval?.(running) ?? '')));
  const reservation = useLiveRun(run.id, ({ running }) => (running === null ? '' : (note?.(running) ?? '')));
  return (
    <Stat
      label={label}
      value={face}
      {...(below ? { interval: below } : {})}
      {...(reservation ? { note: reservation } : {})}
    />
  );
}

function needs(percentile: 'p90' | 'p99', { count }: RunningLatency): string {
  const missing = samplesMissing(percentile, count);
  return missing === 0 ? '' : `needs ${formatCount(missing)} more samples`;
}
