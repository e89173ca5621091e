import type { CollectiveTotals, CopyTotals } from '../../../contract/trace-report.ts';
import { formatBytes, formatCount, formatNumber } from '../../../contract/units.ts';
import { Reported, type TracePart } from './Reported.tsx';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';

const COPY_COLUMNS: readonly DataColumn<CopyTotals>[] = [
  { id: 'name', title: 'Copy', kind: 'text', value: ({ name }) => name },
  { id: 'count', title: 'Times', kind: 'number', value: ({ count }) => count, format: formatCount },
  {
    id: 'total',
    title: 'Total',
    kind: 'number',
    width: '160px',
    isBar: true,
    value: ({ totalUs }) => totalUs,
    format: durationOfUs,
  },
  {
    id: 'bytes',
    title: 'Bytes',
    kind: 'number',
    value: ({ bytes }) => bytes,
    format: (value) => formatBytes(value),
  },
  {
    id: 'rate',
    title: 'GB/s',
    help: 'Bytes over the time of the copies.',
    kind: 'number',
    value: ({ gbPerSecond }) => gbPerSecond,
    format: (value) => formatNumber(value),
  },
];

const COLLECTIVE_COLUMNS: readonly DataColumn<CollectiveTotals>[] = [
  {
    id: 'name',
    title: 'Collective',
    kind: 'text',
    width: 'minmax(220px, 1fr)',
    canGroup: true,
    value: ({ name }) => name,
  },
  {
    id: 'group',
    title: 'Group',
    kind: 'text',
    width: '140px',
    canGroup: true,
    value: ({ groupName }) => groupName ?? '—',
  },
  { id: 'ranks', title: 'Ranks', kind: 'text', width: '120px', value: ({ ranks }) => ranks ?? '—' },
  {
    id: 'count',
    title: 'Times',
    kind: 'number',
    width: '72px',
    isSummed: true,
    value: ({ count }) => count,
    format: formatCount,
  },
  {
    id: 'total',
    title: 'Total',
    kind: 'number',
    width: '150px',
    isBar: true,
    isSummed: true,
    value: ({ totalUs }) => totalUs,
    format: durationOfUs,
  },
  {
    id: 'exposed',
    title: 'Exposed',
    help: 'While nothing was computed on the device.',
    kind: 'number',
    isSummed: true,
    value: ({ exposedUs }) => exposedUs,
    format: durationOfUs,
  },
  {
    id: 'bytes',
    title: 'Bytes',
    kind: 'number',
    isSummed: true,
    value: ({ bytes }) => bytes,
    format: (value) => formatBytes(value),
  },
  {
    id: 'algorithm',
    title: 'Algorithm GB/s',
    help: 'Bytes over time.',
    width: '112px',
    kind: 'number',
    value: ({ algorithmGbPerSecond }) => algorithmGbPerSecond,
    format: (value) => formatNumber(value),
  },
  {
    id: 'bus',
    title: 'Bus GB/s',
    help: 'With the factor of the collective and the number of ranks, as nccl-tests counts it.',
    kind: 'number',
    value: ({ busGbPerSecond }) => busGbPerSecond,
    format: (value) => formatNumber(value),
  },
];

export function TransfersTab({ info }: TracePart) {
  return (
    <Reported info={info}>
      {({ copies, collectives }) => (
        <>
          <TablePanel
            title="Copies"
            items={copies}
            columns={COPY_COLUMNS}
            sortedBy="total"
            exportName={info.name}
            empty="Nothing was copied to, from or on a device."
          />
          <TablePanel
            title="Collectives"
            items={collectives}
            columns={COLLECTIVE_COLUMNS}
            sortedBy="total"
            exportName={info.name}
            empty="No collective communication was recorded."
          />
        </>
      )}
    </Reported>
  );
}
