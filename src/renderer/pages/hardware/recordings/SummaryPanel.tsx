import type { ChannelSummary, Recording } from '../../../../contract/recording.ts';
import { formatCount, formatDuration } from '../../../../contract/units.ts';
import { formatReading } from '../../../../core/analysis/channel-words.ts';
import type { Range } from '../../../../core/charts/chart.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { saveText } from '../../../state/download.ts';
import { useRecordingSummary } from '../../../state/recordings.ts';
import type { DeviceGroup } from '../device-groups.ts';
import { summaryCsv } from './summary-csv.ts';
import { summaryLines, type SummaryLine } from './summary-lines.ts';
import styles from './Recordings.module.css';

export interface SummaryPanelProps {
  readonly recording: Recording;
  readonly groups: readonly DeviceGroup[];
  /** What the charts are zoomed to; null is all of it. */
  readonly range: Range | null;
}

/** D2: every metric over what is shown. */
export function SummaryPanel({ recording, groups, range }: SummaryPanelProps) {
  const { data: summaries, error, refetch } = useRecordingSummary(recording.id, range);
  const save = (all: readonly ChannelSummary[]): void => {
    const text = summaryCsv(all, recording.channels, recording.devices);
    void saveText({ fileName: `${recording.name}-summary.csv`, mediaType: 'text/csv', text });
  };
  return (
    <Panel
      title={range === null ? 'Summary of all of it' : `Summary from ${at(range.min)} to ${at(range.max)}`}
      actions={
        summaries !== undefined && (
          <Button kind="quiet" onClick={() => save(summaries)}>
            Save as CSV
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : summaries === undefined ? (
        <Loading label="Summing up">
          <Skeleton count={6} />
        </Loading>
      ) : (
        <SummaryTable lines={summaryLines(summaries, groups)} />
      )}
    </Panel>
  );
}

function at(seconds: number): string {
  return formatDuration(seconds * 1000);
}

function SummaryTable({ lines }: { readonly lines: readonly SummaryLine[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Summary of every metric">
      <Table caption="Summary of every metric">
        <thead>
          <tr>
            <HeadCell>Device</HeadCell>
            <HeadCell>Metric</HeadCell>
            <HeadCell numeric>Count</HeadCell>
            {STATISTICS.map(({ label }) => (
              <HeadCell key={label} numeric>
                {label}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.summary.channel}>
              <Cell className={styles.deviceName ?? ''}>{line.deviceTitle}</Cell>
              <RowHead className={styles.metric ?? ''}>{line.title}</RowHead>
              <Cell numeric className={styles.figure ?? ''}>
                {formatCount(line.summary.count)}
              </Cell>
              {STATISTICS.map(({ label, of }) => (
                <Cell key={label} numeric className={styles.figure ?? ''}>
                  {formatReading(of(line.summary), line.metric)}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const STATISTICS: readonly {
  readonly label: string;
  readonly of: (summary: ChannelSummary) => number | null;
}[] = [
  { label: 'min', of: ({ min }) => min },
  { label: 'mean', of: ({ mean }) => mean },
  { label: 'median', of: ({ median }) => median },
  { label: 'std', of: ({ std }) => std },
  { label: 'p95', of: ({ p95 }) => p95 },
  { label: 'p99', of: ({ p99 }) => p99 },
  { label: 'max', of: ({ max }) => max },
];
