import type { TraceReport } from '../../contract/trace-report.ts';
import { formatCount, formatDuration, formatPercent, NOT_MEASURED } from '../../contract/units.ts';
import { deltaWord, signedDuration, signedShare } from '../../core/analysis/difference/shown/delta-words.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Loading } from '../components/Loading.tsx';
import { Panel } from '../components/Panel.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../components/Table.tsx';
import { STEP_PARTS } from '../pages/traces/step-parts.ts';
import { useTraceReport } from '../state/traces.ts';
import styles from './Difference.module.css';

export interface StepsBesideProps {
  readonly a: string;
  readonly b: string;
}

/** How a mean step of each was spent: every moment counts once, so that the parts add up to the step. */
export function StepsBeside({ a, b }: StepsBesideProps) {
  const reports = [useTraceReport(a), useTraceReport(b)] as const;
  const failed = reports.find(({ isError }) => isError);
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  const [reportA, reportB] = [reports[0].data, reports[1].data];
  if (reportA === undefined || reportB === undefined) {
    return (
      <Loading label="Working out the reports of both">
        <Skeleton count={8} />
      </Loading>
    );
  }
  return <Steps a={reportA} b={reportB} />;
}

function Steps({ a, b }: { readonly a: TraceReport; readonly b: TraceReport }) {
  const [stepA, stepB] = [a.meanStep, b.meanStep];
  if (stepA === null || stepB === null) {
    const which =
      stepA === null && stepB === null ? 'Neither trace has' : stepA === null ? 'A has no' : 'B has no';
    return (
      <EmptyState title="There are no steps to hold against each other">
        {which} steps that could be split. A PyTorch trace marks them where its profiler was stepped.
      </EmptyState>
    );
  }
  const rows = STEP_PARTS.map(({ label, of }) => ({ label, a: of(stepA), b: of(stepB) })).filter(
    (row) => row.a > 0 || row.b > 0,
  );
  return (
    <Panel title="A mean step of each">
      <p className={styles.quiet}>
        A of {formatCount(a.steps.length)} steps, B of {formatCount(b.steps.length)}. Each moment of a step
        counts once, for the first in this order that was going on.
      </p>
      <Table caption="Mean step of A and of B">
        <thead>
          <tr>
            <HeadCell>Part</HeadCell>
            <HeadCell numeric>A</HeadCell>
            <HeadCell numeric>of its step</HeadCell>
            <HeadCell numeric>B</HeadCell>
            <HeadCell numeric>of its step</HeadCell>
            <HeadCell numeric>B − A</HeadCell>
            <HeadCell numeric>of A’s step</HeadCell>
          </tr>
        </thead>
        <tbody>
          {[...rows, { label: 'Step', a: stepA.durationUs, b: stepB.durationUs }].map((row) => (
            <Row key={row.label}>
              <RowHead>{row.label}</RowHead>
              <Cell numeric>{formatDuration(row.a / 1000)}</Cell>
              <Cell numeric>{share(row.a, stepA.durationUs)}</Cell>
              <Cell numeric>{formatDuration(row.b / 1000)}</Cell>
              <Cell numeric>{share(row.b, stepB.durationUs)}</Cell>
              <Cell numeric className={(row.b > row.a ? styles.bad : row.b < row.a ? styles.good : '') ?? ''}>
                {signedDuration((row.b - row.a) / 1000)} {deltaWord(row.b - row.a)}
              </Cell>
              <Cell numeric>{signedShare(row.b - row.a, stepA.durationUs)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function share(part: number, whole: number): string {
  return whole > 0 ? formatPercent((100 * part) / whole) : NOT_MEASURED;
}
