import { Play, Square } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { QueryResult, TraceInfo } from '../../../contract/trace.ts';
import { formatCount, formatDuration, formatNumber } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Field } from '../../components/Field.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { api } from '../../state/connection.ts';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import styles from './QueryTab.module.css';

const MOST_ROWS = 10_000;

/** Questions that others would ask too; each is a start for one’s own. */
const EXAMPLES = [
  {
    value: 'kernels',
    label: 'Kernels by time',
    sql: 'select name, count(*) as times, sum(duration_us) as total_us\nfrom kernels\ngroup by name\norder by total_us desc\nlimit 50',
  },
  {
    value: 'threads',
    label: 'Busiest tracks',
    sql: 'select process, track, count(*) as spans, sum(own_us) as own_us\nfrom spans\ngroup by process, track\norder by own_us desc',
  },
  {
    value: 'longest',
    label: 'Longest spans',
    sql: 'select name, category, track, start_us, duration_us\nfrom spans\norder by duration_us desc\nlimit 100',
  },
  {
    value: 'tables',
    label: 'Tables and columns',
    sql: 'select table_name, column_name, says\nfrom tables',
  },
] as const;
type Example = (typeof EXAMPLES)[number]['value'];

const sqlOf = (example: Example): string => EXAMPLES.find(({ value }) => value === example)?.sql ?? '';

function firstExample({ tracks }: TraceInfo): Example {
  return tracks.some(({ kind }) => kind === 'stream') ? 'kernels' : 'longest';
}

type Asked =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'running' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'answered'; readonly result: QueryResult }
  | { readonly kind: 'failed'; readonly error: unknown };

/** SQL over the trace: one statement that reads, answered where the index lies. */
export function QueryTab({ info }: { readonly info: TraceInfo }) {
  const [example, setExample] = useState<Example>(firstExample(info));
  const [sql, setSql] = useState<string>(sqlOf(example));
  const [asked, setAsked] = useState<Asked>({ kind: 'nothing' });
  // Of a question that was given up no answer is shown, whatever comes of it.
  const turn = useRef(0);
  const ask = (): void => {
    const mine = (turn.current += 1);
    const show = (answer: Asked): void => {
      if (turn.current === mine) setAsked(answer);
    };
    setAsked({ kind: 'running' });
    api.queryTrace(info.id, sql, MOST_ROWS).then(
      (result) => show({ kind: 'answered', result }),
      (error: unknown) => show({ kind: 'failed', error }),
    );
  };
  const cancel = (): void => {
    turn.current += 1;
    setAsked({ kind: 'cancelled' });
    void api.stopTraceQuery(info.id);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (asked.kind !== 'running') ask();
  };
  return (
    <div className={styles.stack}>
      <Panel
        title="Query"
        actions={
          <div className={styles.tools}>
            <Select<Example>
              label="Example"
              labelHidden
              value={example}
              options={EXAMPLES}
              onChange={(next) => {
                setExample(next);
                setSql(sqlOf(next));
              }}
            />
            {asked.kind === 'running' ? (
              <Button icon={<Square />} onClick={cancel}>
                Cancel
              </Button>
            ) : (
              <Button kind="primary" icon={<Play />} disabled={sql.trim() === ''} onClick={ask}>
                Run
              </Button>
            )}
          </div>
        }
      >
        <Field
          label="SQL"
          hint="SQLite’s SQL; one statement that reads. Ctrl+Enter runs it. The same on the command line: dyno trace query FILE “select …”."
        >
          {(ids) => (
            <textarea
              {...ids}
              className={styles.sql}
              rows={7}
              spellCheck={false}
              value={sql}
              onChange={(event) => setSql(event.target.value)}
              onKeyDown={press}
            />
          )}
        </Field>
      </Panel>
      {asked.kind === 'running' && (
        <Loading label="Running the query">
          <Skeleton count={6} />
        </Loading>
      )}
      {asked.kind === 'cancelled' && <p role="status">Cancelled.</p>}
      {asked.kind === 'failed' && <ErrorState error={asked.error} inline />}
      {asked.kind === 'answered' && <Answer result={asked.result} name={info.name} />}
    </div>
  );
}

type Line = QueryResult['rows'][number];

function Answer({ result, name }: { readonly result: QueryResult; readonly name: string }) {
  const { columns, rows, isTruncated, tookMs } = result;
  return (
    <>
      {isTruncated && (
        <Callout tone="info">
          Only the first {formatCount(rows.length)} rows are here. Add a limit or a where, or write all of
          them with dyno trace query FILE "…" --csv.
        </Callout>
      )}
      <TablePanel
        key={columns.join()}
        title="Rows"
        items={rows}
        columns={columns.map((title, place) => columnOf(title, place, rows))}
        sortedBy=""
        exportName={name}
        empty="No row."
      >
        {formatDuration(tookMs)}
      </TablePanel>
    </>
  );
}

function columnOf(title: string, place: number, rows: readonly Line[]): DataColumn<Line> {
  const isNumber = rows.every((row) => row[place] === null || typeof row[place] === 'number');
  const common = { id: `${place}`, title, width: isNumber ? '130px' : 'minmax(160px, 1fr)' };
  if (!isNumber) {
    return { ...common, kind: 'text', canGroup: true, value: (row) => String(row[place] ?? '—') };
  }
  return {
    ...common,
    kind: 'number',
    isSummed: true,
    value: (row) => row[place] as number | null,
    format: (value) => (Number.isInteger(value) ? formatCount(value) : formatNumber(value, 6)),
  };
}
