import type { RunResources } from '../../../contract/run.ts';
import { formatBytes } from '../../../contract/units.ts';
import { Panel } from '../../components/Panel.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';

/** What the worker had in memory as its phases went by: at the end of each, and at the most. */
export function MemoryPanel({ resources }: { readonly resources: RunResources }) {
  const { idleBytes, afterLoadBytes, afterFirstRunBytes, afterMeasuringBytes, peakBytes } = resources;
  if (idleBytes === null) return null;
  const rows = [
    { phase: 'Idle, before the model', end: idleBytes, peak: null },
    { phase: 'Load', end: afterLoadBytes, peak: peakBytes.load },
    { phase: 'First run', end: afterFirstRunBytes, peak: peakBytes.firstRun },
    { phase: 'Warm-up', end: null, peak: peakBytes.warmup },
    { phase: 'Measuring', end: afterMeasuringBytes, peak: peakBytes.measuring },
  ];
  return (
    <Panel title="Memory by phase">
      <Table caption="Resident memory of the worker by phase">
        <thead>
          <tr>
            <HeadCell>Phase</HeadCell>
            <HeadCell numeric>At its end</HeadCell>
            <HeadCell numeric>Peak</HeadCell>
            <HeadCell numeric>Peak over idle</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ phase, end, peak }) => (
            <Row key={phase}>
              <RowHead>{phase}</RowHead>
              <Cell numeric>{formatBytes(end)}</Cell>
              <Cell numeric>{formatBytes(peak)}</Cell>
              <Cell numeric>{peak === null ? '—' : formatBytes(Math.max(0, peak - idleBytes))}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
