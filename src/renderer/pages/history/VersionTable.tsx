import type { History } from '../../../contract/history.ts';
import { formatByUnit, formatCount } from '../../../contract/units.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { formatRoute } from '../../state/routes.ts';
import { formatAgo } from '../bench/format-ago.ts';
import { ChangeMark } from './ChangeMark.tsx';
import { commitWords, runsToCompare } from './history-words.ts';
import styles from './HistoryPage.module.css';

/** The changelog: each version with its level, against the one before and the baseline; the newest first. */
export function VersionTable({ history }: { readonly history: History }) {
  const { versions, unit, baseline } = history;
  return (
    <div className={styles.scroll}>
      <Table caption="Versions of the model">
        <thead>
          <Row>
            <HeadCell>Version</HeadCell>
            <HeadCell>Commit</HeadCell>
            <HeadCell numeric>Runs</HeadCell>
            <HeadCell numeric>Median of runs</HeadCell>
            <HeadCell>Against the one before</HeadCell>
            {baseline !== null && (
              <HeadCell>
                Against <bdi>{baseline.name}</bdi>
              </HeadCell>
            )}
            <HeadCell numeric>First run</HeadCell>
            <HeadCell>
              <span className="visually-hidden">Compare</span>
            </HeadCell>
          </Row>
        </thead>
        <tbody>
          {versions
            .map((version, place) => ({ version, place }))
            .toReversed()
            .map(({ version, place }) => (
              <Row key={version.contentHash}>
                <RowHead>
                  v{place + 1} <span className={styles.hash}>{version.contentHash.slice(0, 8)}</span>{' '}
                  {version.name !== history.line.names[0] && (
                    <bdi className={styles.quiet}>{version.name}</bdi>
                  )}
                </RowHead>
                <Cell className={styles.hash ?? ''}>{commitWords(version)}</Cell>
                <Cell numeric>{formatCount(version.runs)}</Cell>
                <Cell numeric>{formatByUnit(version.value, unit)}</Cell>
                <Cell>
                  {version.againstPrevious === null ? (
                    <span className={styles.quiet}>the first</span>
                  ) : (
                    <ChangeMark change={version.againstPrevious} unit={unit} />
                  )}
                </Cell>
                {baseline !== null && (
                  <Cell>
                    {version.againstBaseline === null ? (
                      '—'
                    ) : (
                      <ChangeMark change={version.againstBaseline} unit={unit} />
                    )}
                  </Cell>
                )}
                <Cell numeric>
                  <a href={formatRoute({ page: 'run', runId: version.firstRunId })}>
                    {formatAgo(version.firstAt, Date.now())}
                  </a>
                </Cell>
                <Cell>
                  <CompareLink history={history} version={place} />
                </Cell>
              </Row>
            ))}
        </tbody>
      </Table>
    </div>
  );
}

function CompareLink({ history, version }: { readonly history: History; readonly version: number }) {
  const pair = runsToCompare(history, version);
  if (pair === null) return null;
  const [a, b] = pair;
  return (
    <a
      href={formatRoute({ page: 'compare', runs: [a, b] })}
      aria-label={`Compare v${version + 1} with v${version}`}
    >
      Compare
    </a>
  );
}
