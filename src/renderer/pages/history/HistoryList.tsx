import { ChartSpline, SearchX } from 'lucide-react';
import { useState } from 'react';
import type { ModelLine } from '../../../contract/history.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { TextField } from '../../components/TextField.tsx';
import { navigate } from '../../state/navigation.ts';
import { useHistories } from '../../state/queries.ts';
import { formatRoute, HOME } from '../../state/routes.ts';
import { formatAgo } from '../bench/format-ago.ts';
import styles from './HistoryPage.module.css';

/** More than anybody reads; the field above finds the others. */
const MOST_SHOWN = 200;

export function HistoryList() {
  const { data, error, isPending, refetch } = useHistories();
  const [typed, setTyped] = useState('');
  if (isPending) {
    return (
      <Loading label="Loading the histories">
        <Skeleton count={6} />
      </Loading>
    );
  }
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={<ChartSpline />}
        title="No history yet"
        action={
          <Button kind="primary" onClick={() => navigate(HOME)}>
            Benchmark a model
          </Button>
        }
      >
        Every finished run is a point of its model’s history. With the next version of the file, or the next
        commit, this page says what has changed.
      </EmptyState>
    );
  }
  const wanted = typed.trim().toLowerCase();
  const found = data.filter(({ names }) => names.some((name) => name.toLowerCase().includes(wanted)));
  return (
    <div className={styles.list}>
      {data.length > 8 && (
        <div className={styles.find}>
          <TextField
            type="search"
            label="Find a model"
            labelHidden
            placeholder="Find a model"
            value={typed}
            onChange={setTyped}
          />
        </div>
      )}
      {found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="No model goes by that"
          action={<Button onClick={() => setTyped('')}>Show all</Button>}
        >
          None of {formatCount(data.length)} models has, or had, “<bdi>{typed}</bdi>” in its name.
        </EmptyState>
      ) : (
        <Lines lines={found} />
      )}
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly ModelLine[] }) {
  return (
    <>
      <Table caption="Models with a history">
        <thead>
          <Row>
            <HeadCell>Model</HeadCell>
            <HeadCell numeric>Versions</HeadCell>
            <HeadCell numeric>Runs</HeadCell>
            <HeadCell numeric>Benchmarks</HeadCell>
            <HeadCell>Most measured</HeadCell>
            <HeadCell numeric>Last p50</HeadCell>
            <HeadCell numeric>Last run</HeadCell>
          </Row>
        </thead>
        <tbody>
          {lines.slice(0, MOST_SHOWN).map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </tbody>
      </Table>
      {lines.length > MOST_SHOWN && (
        <p className={styles.quiet}>
          {formatCount(lines.length - MOST_SHOWN)} more: the field above finds them.
        </p>
      )}
    </>
  );
}

function Line({ line }: { readonly line: ModelLine }) {
  const [name = line.id, ...earlier] = line.names;
  const [most] = line.benchmarks;
  return (
    <Row>
      <RowHead>
        <a className={styles.model} href={formatRoute({ page: 'history', model: line.id })}>
          <bdi>{name}</bdi>
        </a>
        {earlier.length > 0 && (
          <span className={styles.quiet}>
            {' '}
            was <bdi>{earlier.slice(0, 2).join(', ')}</bdi>
            {earlier.length > 2 ? ', …' : ''}
          </span>
        )}
      </RowHead>
      <Cell numeric>{formatCount(line.versions)}</Cell>
      <Cell numeric>{formatCount(line.runs)}</Cell>
      <Cell numeric>{formatCount(line.benchmarks.length)}</Cell>
      <Cell className={styles.quiet ?? ''}>{most?.label ?? ''}</Cell>
      <Cell numeric>{formatDuration(most?.lastMs)}</Cell>
      <Cell numeric className={styles.quiet ?? ''}>
        {formatAgo(line.lastAt, Date.now())}
      </Cell>
    </Row>
  );
}
