import type { OperatorTotals } from '../../../contract/trace-report.ts';
import { formatCount, formatScaled } from '../../../contract/units.ts';
import { Reported, type TracePart } from './Reported.tsx';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';

const COLUMNS: readonly DataColumn<OperatorTotals>[] = [
  {
    id: 'name',
    title: 'Operator',
    kind: 'text',
    width: 'minmax(200px, 1fr)',
    canGroup: true,
    value: ({ name }) => name,
  },
  {
    id: 'shapes',
    title: 'Input shapes',
    kind: 'text',
    width: 'minmax(160px, 1fr)',
    value: ({ shapes }) => shapes ?? '—',
  },
  {
    id: 'count',
    title: 'Calls',
    kind: 'number',
    width: '80px',
    isSummed: true,
    value: ({ count }) => count,
    format: formatCount,
  },
  {
    id: 'host',
    title: 'Host',
    kind: 'number',
    isSummed: true,
    value: ({ hostUs }) => hostUs,
    format: durationOfUs,
  },
  {
    id: 'host-own',
    title: 'Host, own',
    help: 'Without the operators inside of it.',
    kind: 'number',
    width: '150px',
    isBar: true,
    isSummed: true,
    value: ({ hostOwnUs }) => hostOwnUs,
    format: durationOfUs,
  },
  {
    id: 'device',
    title: 'Device',
    help: 'Kernels launched by it or inside of it.',
    kind: 'number',
    isSummed: true,
    value: ({ deviceUs }) => deviceUs,
    format: durationOfUs,
  },
  {
    id: 'device-own',
    title: 'Device, own',
    help: 'Kernels that it launched itself.',
    kind: 'number',
    width: '150px',
    isBar: true,
    isSummed: true,
    value: ({ deviceOwnUs }) => deviceOwnUs,
    format: durationOfUs,
  },
  {
    id: 'flops',
    title: 'FLOPs',
    help: 'Of matrix products, convolutions and attention, from their shapes.',
    kind: 'number',
    width: '88px',
    isSummed: true,
    value: ({ flops }) => flops,
    format: (value) => formatScaled(value),
  },
];

export function OperatorsTab({ info }: TracePart) {
  return (
    <Reported info={info}>
      {({ operators, hasGpu }) => (
        <TablePanel
          title="Operators"
          items={operators}
          columns={COLUMNS}
          sortedBy={hasGpu ? 'device-own' : 'host-own'}
          exportName={info.name}
          empty="The trace records no framework operators."
        />
      )}
    </Reported>
  );
}
