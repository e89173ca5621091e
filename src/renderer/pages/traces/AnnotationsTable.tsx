import type { AnnotationTotals } from '../../../contract/trace-report.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import { formatCount } from '../../../contract/units.ts';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';

const COLUMNS: readonly DataColumn<AnnotationTotals>[] = [
  { id: 'name', title: 'Annotation', kind: 'text', value: ({ name }) => name },
  { id: 'count', title: 'Times', kind: 'number', value: ({ count }) => count, format: formatCount },
  { id: 'host', title: 'On the host', kind: 'number', value: ({ hostUs }) => hostUs, format: durationOfUs },
  {
    id: 'kernels',
    title: 'Kernels',
    help: 'Launched inside of it, wherever they ran.',
    kind: 'number',
    value: ({ kernels }) => kernels,
    format: formatCount,
  },
  {
    id: 'device',
    title: 'On the device',
    kind: 'number',
    width: '160px',
    isBar: true,
    value: ({ deviceUs }) => deviceUs,
    format: durationOfUs,
  },
];

export interface AnnotationsTableProps {
  readonly info: TraceInfo;
  readonly annotations: readonly AnnotationTotals[];
}

/** What the user’s own marks cost, on the host and in the kernels that were launched inside of them. */
export function AnnotationsTable({ info, annotations }: AnnotationsTableProps) {
  return (
    <TablePanel
      title="Annotations"
      items={annotations}
      columns={COLUMNS}
      sortedBy="device"
      exportName={info.name}
      empty="The trace has no annotations: record_function, NVTX ranges and the like would be here."
    />
  );
}
