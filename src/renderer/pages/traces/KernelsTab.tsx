import type { KernelTotals } from '../../../contract/trace-report.ts';
import { formatCount, formatNumber, formatPercent } from '../../../contract/units.ts';
import { Reported, type TracePart } from './Reported.tsx';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';

const COLUMNS: readonly DataColumn<KernelTotals>[] = [
  { id: 'name', title: 'Kernel', kind: 'text', width: 'minmax(220px, 1fr)', value: ({ name }) => name },
  {
    id: 'tensor',
    title: 'Tensor cores',
    width: '96px',
    kind: 'text',
    canGroup: true,
    value: ({ usesTensorCores }) => (usesTensorCores === null ? '—' : usesTensorCores ? 'yes' : 'no'),
  },
  {
    id: 'count',
    title: 'Calls',
    kind: 'number',
    width: '72px',
    value: ({ count }) => count,
    format: formatCount,
    isSummed: true,
  },
  {
    id: 'total',
    title: 'Total',
    kind: 'number',
    width: '160px',
    isBar: true,
    isSummed: true,
    value: ({ totalUs }) => totalUs,
    format: durationOfUs,
  },
  {
    id: 'share',
    title: 'Share',
    kind: 'number',
    width: '72px',
    isSummed: true,
    value: ({ share }) => share * 100,
    format: (value) => formatPercent(value),
  },
  {
    id: 'mean',
    title: 'Mean',
    kind: 'number',
    width: '80px',
    value: ({ meanUs }) => meanUs,
    format: durationOfUs,
  },
  {
    id: 'min',
    title: 'Least',
    kind: 'number',
    width: '80px',
    value: ({ minUs }) => minUs,
    format: durationOfUs,
  },
  {
    id: 'max',
    title: 'Most',
    kind: 'number',
    width: '80px',
    value: ({ maxUs }) => maxUs,
    format: durationOfUs,
  },
  {
    id: 'blocks',
    title: 'Blocks / SM',
    help: 'On average, weighted by time.',
    kind: 'number',
    width: '88px',
    value: ({ blocksPerSm }) => blocksPerSm,
    format: (value) => formatNumber(value),
  },
  {
    id: 'occupancy',
    title: 'Occupancy',
    help: 'As the profiler estimated it, weighted by time.',
    kind: 'number',
    width: '88px',
    value: ({ occupancyPercent }) => occupancyPercent,
    format: (value) => formatPercent(value),
  },
];

export function KernelsTab({ info }: TracePart) {
  return (
    <Reported info={info}>
      {({ kernels, kernelCount, kernelUs }) => (
        <TablePanel
          title="Kernels"
          items={kernels}
          columns={COLUMNS}
          sortedBy="total"
          exportName={info.name}
          empty="No kernel ran on a GPU in this trace."
        >
          {kernels.length > 0 &&
            `${formatCount(kernelCount)} kernels took ${durationOfUs(kernelUs)} altogether.`}
        </TablePanel>
      )}
    </Reported>
  );
}
