import { useState } from 'react';
import type { ProcessRow } from '../../../../contract/hardware-channels.ts';
import { formatBytes, formatCount, formatPercent } from '../../../../contract/units.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { useHardwareLive } from '../../../state/hardware-live.ts';
import { Choice } from '../../../components/Choice.tsx';
import { busiest, type ProcessOrder } from './busiest.ts';
import styles from './LiveTab.module.css';

const SHOWN = 12;
const ORDERS: readonly { readonly value: ProcessOrder; readonly label: string }[] = [
  { value: 'cpu', label: 'CPU' },
  { value: 'memory', label: 'Memory' },
  { value: 'gpu', label: 'GPU memory' },
];

/** Who uses the machine now, Dyno's own processes marked. Once a second at most. */
export function ProcessesPanel() {
  const table = useHardwareLive((live) => live.processes);
  const [order, setOrder] = useState<ProcessOrder>('cpu');
  if (table === null) return null;
  const hasGpu = table.rows.some(({ gpuBytes }) => gpuBytes !== null);
  const rows = busiest(table.rows, hasGpu || order !== 'gpu' ? order : 'cpu').slice(0, SHOWN);
  return (
    <Panel
      title="Processes"
      actions={
        <Choice
          label="Order of the processes"
          value={order}
          options={ORDERS.filter(({ value }) => hasGpu || value !== 'gpu')}
          onChange={setOrder}
        />
      }
    >
      <Table caption="The busiest processes">
        <thead>
          <tr>
            <HeadCell>Process</HeadCell>
            <HeadCell>User</HeadCell>
            <HeadCell numeric>Number</HeadCell>
            <HeadCell numeric>CPU, of a core</HeadCell>
            <HeadCell numeric>Memory</HeadCell>
            {hasGpu && <HeadCell numeric>GPU memory</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ProcessLine key={row.pid} row={row} hasGpu={hasGpu} />
          ))}
        </tbody>
      </Table>
      <p className={styles.note}>
        {rows.length} of {formatCount(table.total)} processes.
      </p>
    </Panel>
  );
}

function ProcessLine({ row, hasGpu }: { readonly row: ProcessRow; readonly hasGpu: boolean }) {
  const { pid, name, user, cpuPercent, residentBytes, gpuBytes, isDyno } = row;
  return (
    <Row>
      <RowHead>
        <span className={styles.choice}>
          <span className={styles.name}>{name}</span>
          {isDyno && <Badge tone="accent">Dyno</Badge>}
        </span>
      </RowHead>
      <Cell>{user}</Cell>
      <Cell numeric>{pid}</Cell>
      <Cell numeric>{formatPercent(cpuPercent)}</Cell>
      <Cell numeric>{formatBytes(residentBytes)}</Cell>
      {hasGpu && <Cell numeric>{formatBytes(gpuBytes)}</Cell>}
    </Row>
  );
}
