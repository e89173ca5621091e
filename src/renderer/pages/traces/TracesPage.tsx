import { ChartGantt, GitCompareArrows, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { asDynoError } from '../../../contract/errors.ts';
import { formatBytes, formatCount } from '../../../contract/units.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { api } from '../../state/connection.ts';
import { navigate } from '../../state/navigation.ts';
import { formatRoute } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useTraces } from '../../state/traces.ts';
import { formatAgo } from '../bench/format-ago.ts';
import { OpenTrace } from './OpenTrace.tsx';
import { formatWords, lengthWords } from './trace-words.ts';
import styles from './TracesPage.module.css';

/** Traces that have an index, and the ways to open another. */
export function TracesPage() {
  const { data, error, isPending, refetch } = useTraces();
  return (
    <div className={styles.page}>
      <PageHeader
        title="Traces"
        detail="Anyone’s trace or profile, of any size: indexed once, then opened at once."
        actions={<OpenTrace />}
      />
      <div className={styles.body}>
        {isPending ? (
          <Loading label="Loading the traces">
            <Skeleton count={6} />
          </Loading>
        ) : data === undefined ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data.length === 0 ? (
          <NoTraces />
        ) : (
          <List traces={data} />
        )}
      </div>
    </div>
  );
}

function NoTraces() {
  return (
    <EmptyState icon={<ChartGantt />} title="No trace was opened yet">
      Drop a file here, or open one: traces of Chrome and PyTorch, Nsight Systems, ONNX Runtime, speedscope,
      V8, Firefox, perf, callgrind, pprof, cProfile and folded stacks, plain or as .gz or .zst. What it is,
      its content tells.
    </EmptyState>
  );
}

function List({ traces }: { readonly traces: readonly TraceInfo[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // In the order in which they were chosen: of two that are compared, the first is the reference.
  const ids = [...chosen].filter((id) => traces.some((trace) => trace.id === id));
  const choose = (id: string): void =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const [first, ...beside] = ids;
  return (
    <>
      {ids.length > 0 && (
        <div className={styles.selection} role="region" aria-label="Selected traces">
          <span>{ids.length} selected</span>
          <Button
            kind="primary"
            disabled={beside.length === 0}
            onClick={() => {
              if (first !== undefined) navigate({ page: 'trace', traceId: first, beside });
            }}
          >
            Open in one view
          </Button>
          <Button
            icon={<GitCompareArrows />}
            disabled={beside.length !== 1}
            onClick={() => {
              if (first !== undefined) {
                navigate({ page: 'trace', traceId: first, beside, tab: 'compare' });
              }
            }}
          >
            Compare the two
          </Button>
          <Button kind="danger" icon={<Trash2 />} onClick={() => remove(ids, () => setChosen(new Set()))}>
            Remove
          </Button>
          <Button kind="quiet" onClick={() => setChosen(new Set())}>
            Clear selection
          </Button>
        </div>
      )}
      <Table caption="Traces, the latest first">
        <thead>
          <tr>
            <HeadCell aria-label="Select" />
            <HeadCell>Trace</HeadCell>
            <HeadCell>Format</HeadCell>
            <HeadCell numeric>File</HeadCell>
            <HeadCell numeric>Index</HeadCell>
            <HeadCell numeric>Spans</HeadCell>
            <HeadCell numeric>Length</HeadCell>
            <HeadCell numeric>Opened</HeadCell>
            <HeadCell aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <TraceRow
              key={trace.id}
              trace={trace}
              isChosen={chosen.has(trace.id)}
              onChoose={() => choose(trace.id)}
            />
          ))}
        </tbody>
      </Table>
    </>
  );
}

interface TraceRowProps {
  readonly trace: TraceInfo;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function TraceRow({ trace, isChosen, onChoose }: TraceRowProps) {
  const { id, name, path, format, sourceBytes, indexBytes, spans, fromNs, toNs, unit, importedAt } = trace;
  return (
    <Row>
      <Cell className={styles.check ?? ''}>
        <input type="checkbox" aria-label={`Select ${name}`} checked={isChosen} onChange={onChoose} />
      </Cell>
      <RowHead className={styles.name ?? ''}>
        <Tooltip text={path}>
          <a href={formatRoute({ page: 'trace', traceId: id })}>{name}</a>
        </Tooltip>
      </RowHead>
      <Cell>{formatWords(format)}</Cell>
      <Cell numeric>{formatBytes(sourceBytes)}</Cell>
      <Cell numeric>{formatBytes(indexBytes)}</Cell>
      <Cell numeric>{formatCount(spans)}</Cell>
      <Cell numeric>{lengthWords(toNs - fromNs, unit)}</Cell>
      <Cell numeric>{formatAgo(importedAt, Date.now())}</Cell>
      <Cell>
        <IconButton label={`Remove the index of ${name}`} onClick={() => remove([id])}>
          <Trash2 />
        </IconButton>
      </Cell>
    </Row>
  );
}

/** The file itself stays: opening it again brings the trace back, all but what was noted. */
function remove(ids: readonly string[], done: () => void = () => undefined): void {
  api.removeTraces(ids).then(
    () => {
      done();
      showToast({
        text: `${ids.length === 1 ? 'The index is' : `${ids.length} indexes are`} removed. The files stay where they are.`,
      });
    },
    (error: unknown) => {
      const { message, nextStep } = asDynoError(error);
      showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
    },
  );
}
