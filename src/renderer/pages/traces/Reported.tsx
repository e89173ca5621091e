import type { ReactNode } from 'react';
import type { TraceReport } from '../../../contract/trace-report.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import type { TraceRoute } from '../../state/routes.ts';
import { navigate } from '../../state/navigation.ts';
import { useTraceReport } from '../../state/traces.ts';
import styles from './TracePage.module.css';

export interface TracePart {
  readonly info: TraceInfo;
  readonly route: TraceRoute;
}

export interface ReportedProps {
  readonly info: TraceInfo;
  readonly children: (report: TraceReport) => ReactNode;
}

/** A part of the page that is made of the report: it takes a moment for a large trace. */
export function Reported({ info, children }: ReportedProps) {
  const { data: report, error, isPending, refetch } = useTraceReport(info.id);
  if (isPending) {
    return (
      <Loading label="Working out the report">
        <div className={styles.stack}>
          <Skeleton count={2} />
          <Skeleton shape="chart" />
        </div>
      </Loading>
    );
  }
  if (report === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <div className={styles.stack}>{children(report)}</div>;
}

/** To the timeline, with a little room on either side. */
export function showInTimeline(route: TraceRoute, fromUs: number, toUs: number): void {
  const room = Math.max((toUs - fromUs) * 0.5, 1);
  navigate({ page: 'trace', traceId: route.traceId, from: fromUs - room, to: toUs + room });
}
