import type { DeviceEnergy, RunEnergy } from '../../../contract/energy.ts';
import { formatNumber, NOT_MEASURED } from '../../../contract/units.ts';
import { formatJoules } from '../../../core/analysis/energy/joules.ts';
import { Panel } from '../../components/Panel.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import styles from './EnergyPanel.module.css';

/** What each meter saw while the run measured, and how far it can be believed; and what has none, and why. */
export function EnergyPanel({ energy }: { readonly energy: RunEnergy }) {
  const { devices, unmetered } = energy;
  if (devices.length === 0 && unmetered.length === 0) return null;
  return (
    <Panel title="Energy">
      {devices.length > 0 && (
        <Table caption="Energy of each device">
          <thead>
            <tr>
              <HeadCell>Device</HeadCell>
              <HeadCell numeric>Energy</HeadCell>
              <HeadCell numeric>Above idle</HeadCell>
              <HeadCell numeric>Idle power</HeadCell>
              <HeadCell>How it was measured</HeadCell>
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <DeviceLine key={`${device.device} ${device.source}`} device={device} />
            ))}
          </tbody>
        </Table>
      )}
      {unmetered.length > 0 && (
        <ul className={styles.unmetered} aria-label="Devices without a meter">
          {unmetered.map(({ deviceName, reason }) => (
            <li key={`${deviceName} ${reason}`}>
              <span className={styles.name}>{deviceName}: not measurable here.</span> {reason}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function DeviceLine({ device }: { readonly device: DeviceEnergy }) {
  const { deviceName, method, joules, errorJoules, errorWords, idleWatts, aboveIdleJoules } = device;
  return (
    <Row className={styles.line ?? ''}>
      <RowHead>{deviceName}</RowHead>
      <Cell numeric>
        {formatJoules(joules)} ± {formatJoules(errorJoules)}
      </Cell>
      <Cell numeric>{formatJoules(aboveIdleJoules)}</Cell>
      <Cell numeric>{idleWatts === null ? NOT_MEASURED : `${formatNumber(idleWatts)} W`}</Cell>
      <Cell>
        {method === 'counter' ? 'A counter in the hardware' : 'Power samples put together'}
        <span className={styles.error}>{errorWords}</span>
      </Cell>
    </Row>
  );
}
