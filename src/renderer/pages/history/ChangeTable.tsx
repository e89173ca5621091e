import type { ChangePoint, History } from '../../../contract/history.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { formatRoute } from '../../state/routes.ts';
import { formatAgo } from '../bench/format-ago.ts';
import { ChangeMark } from './ChangeMark.tsx';
import styles from './HistoryPage.module.css';

const CAUSES: Readonly<Record<ChangePoint['cause'], string>> = {
  version: 'with a new version of the model',
  commit: 'with a new commit',
  environment: 'with a change of the machine or the runtime',
  unknown: 'with nothing that was recorded',
};

/** Where the level moved: with which run, which commit, and what else changed there. The newest first. */
export function ChangeTable({ history }: { readonly history: History }) {
  const { changes, points, unit } = history;
  if (changes.length === 0) {
    return (
      <p className={styles.quiet}>
        {points.runIds.length < 6
          ? 'Too few runs to tell a change from noise: it takes three on either side at the least.'
          : 'The level has not moved by more than the runs’ own noise.'}
      </p>
    );
  }
  return (
    <div className={styles.scroll}>
      <Table caption="Changes of the level">
        <thead>
          <Row>
            <HeadCell>Change</HeadCell>
            <HeadCell>First run</HeadCell>
            <HeadCell>Commit</HeadCell>
            <HeadCell>Came</HeadCell>
            <HeadCell numeric>When</HeadCell>
            <HeadCell>
              <span className="visually-hidden">Compare</span>
            </HeadCell>
          </Row>
        </thead>
        <tbody>
          {changes.toReversed().map((point) => (
            <Row key={point.index}>
              <RowHead>
                <ChangeMark change={point.change} unit={unit} />
              </RowHead>
              <Cell>
                <a className={styles.hash} href={formatRoute({ page: 'run', runId: point.runId })}>
                  {point.runId}
                </a>
              </Cell>
              <Cell className={styles.hash ?? ''}>{point.commit?.slice(0, 8) ?? '—'}</Cell>
              <Cell className={styles.quiet ?? ''}>{CAUSES[point.cause]}</Cell>
              <Cell numeric className={styles.quiet ?? ''}>
                {formatAgo(point.at, Date.now())}
              </Cell>
              <Cell>
                <Before history={history} point={point} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Before({ history, point }: { readonly history: History; readonly point: ChangePoint }) {
  const before = history.points.runIds[point.index - 1];
  if (before === undefined) return null;
  return (
    <a
      href={formatRoute({ page: 'compare', runs: [before, point.runId] })}
      aria-label={`Compare run ${point.runId} with the one before`}
    >
      Compare
    </a>
  );
}
