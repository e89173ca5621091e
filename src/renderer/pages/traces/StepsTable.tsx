import { useMemo } from 'react';
import type { StepSplit } from '../../../contract/trace-report.ts';
import { showInTimeline, type TracePart } from './Reported.tsx';
import { STEP_PARTS } from './step-parts.ts';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';

export interface StepsTableProps extends TracePart {
  readonly steps: readonly StepSplit[];
}

export function StepsTable({ info, route, steps }: StepsTableProps) {
  const columns = useMemo<readonly DataColumn<StepSplit>[]>(
    () => [
      { id: 'name', title: 'Step', kind: 'text', value: ({ name }) => name },
      { id: 'start', title: 'Start', kind: 'number', value: ({ startUs }) => startUs, format: durationOfUs },
      {
        id: 'duration',
        title: 'Duration',
        kind: 'number',
        width: '140px',
        isBar: true,
        value: ({ durationUs }) => durationUs,
        format: durationOfUs,
      },
      ...STEP_PARTS.map(({ label, of }) => ({
        id: label,
        title: label,
        kind: 'number' as const,
        width: '104px',
        value: of,
        format: durationOfUs,
      })),
    ],
    [],
  );
  return (
    <TablePanel
      title="Steps"
      items={steps}
      columns={columns}
      sortedBy="start"
      exportName={info.name}
      empty="The trace marks no steps."
      onOpen={({ startUs, durationUs }) => showInTimeline(route, startUs, startUs + durationUs)}
    />
  );
}
