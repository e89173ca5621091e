import type { History } from '../../../contract/history.ts';
import { formatByUnit } from '../../../contract/units.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { formatRoute } from '../../state/routes.ts';
import { formatAgo } from '../bench/format-ago.ts';
import styles from './HistoryPage.module.css';

/** Newest first; a history of thousands has more than anybody looks at. */
const MOST_SHOWN = 50;

export function AnomalyTable({ history: { anomalies, points, unit } }: { readonly history: History }) {
  return (
    <div className={styles.scroll}>
      <Table caption="Runs that stand out from those around them">
        <thead>
          <Row>
            <HeadCell>Run</HeadCell>
            <HeadCell numeric>Value</HeadCell>
            <HeadCell>What</HeadCell>
            <HeadCell numeric>When</HeadCell>
          </Row>
        </thead>
        <tbody>
          {anomalies
            .toReversed()
            .slice(0, MOST_SHOWN)
            .map(({ index, runId, sentence }) => (
              <Row key={index}>
                <RowHead>
                  <a className={styles.hash} href={formatRoute({ page: 'run', runId })}>
                    {runId}
                  </a>
                </RowHead>
                <Cell numeric>{formatByUnit(points.values[index] ?? null, unit)}</Cell>
                <Cell className={styles.quiet ?? ''}>{sentence}</Cell>
                <Cell numeric className={styles.quiet ?? ''}>
                  {formatAgo(points.at[index] ?? 0, Date.now())}
                </Cell>
              </Row>
            ))}
        </tbody>
      </Table>
    </div>
  );
}
