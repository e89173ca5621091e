import { useMemo } from 'react';
import type { NameTotals } from '../../../contract/span-source.ts';
import { formatCount, formatPercent } from '../../../contract/units.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useTraceNames } from '../../state/traces.ts';
import type { TracePart } from './Reported.tsx';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { lengthWords } from './trace-words.ts';

/** Every name with what it took, by itself and with what is inside of it. */
export function NamesTab({ info }: TracePart) {
  const { data: names, error, isPending, refetch } = useTraceNames(info.id);
  const columns = useMemo(() => columnsFor(info.unit, ownOf(names ?? [])), [info.unit, names]);
  if (isPending) {
    return (
      <Loading label="Adding up the names">
        <Skeleton count={8} />
      </Loading>
    );
  }
  if (names === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <TablePanel
      title="Names"
      items={names}
      columns={columns}
      sortedBy="own"
      exportName={info.name}
      empty="The trace has no spans."
    />
  );
}

const ownOf = (names: readonly NameTotals[]): number => names.reduce((sum, { ownUs }) => sum + ownUs, 0);

function columnsFor(unit: TracePart['info']['unit'], allUs: number): readonly DataColumn<NameTotals>[] {
  const format = (us: number): string => lengthWords(us * 1000, unit);
  return [
    { id: 'name', title: 'Name', kind: 'text', width: 'minmax(280px, 3fr)', value: ({ name }) => name },
    { id: 'category', title: 'Category', kind: 'text', canGroup: true, value: ({ category }) => category },
    {
      id: 'count',
      title: 'Spans',
      kind: 'number',
      isSummed: true,
      value: ({ count }) => count,
      format: formatCount,
    },
    {
      id: 'own',
      title: 'Own',
      help: 'Without what is inside of it on the same track.',
      kind: 'number',
      width: '170px',
      isBar: true,
      isSummed: true,
      value: ({ ownUs }) => ownUs,
      format,
    },
    {
      id: 'share',
      title: 'Of all',
      help: 'Of the own time of all names, on all tracks.',
      kind: 'number',
      width: '72px',
      isSummed: true,
      value: ({ ownUs }) => (allUs > 0 ? (ownUs / allUs) * 100 : null),
      format: (value) => formatPercent(value),
    },
    {
      id: 'total',
      title: 'Total',
      help: 'With what is inside of it; inside of itself it is not counted again.',
      kind: 'number',
      value: ({ totalUs }) => totalUs,
      format,
    },
  ];
}
