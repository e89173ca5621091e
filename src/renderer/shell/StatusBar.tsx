import { CircleDot, Cpu, Gpu, MemoryStick, TriangleAlert, Unplug } from 'lucide-react';
import { memo } from 'react';
import { formatBytes, formatPercent } from '../../contract/units.ts';
import { Sparkline } from '../components/Sparkline.tsx';
import { Tooltip } from '../components/Tooltip.tsx';
import { useConnection } from '../state/connection.ts';
import { useUnseenAlerts } from '../state/hardware-alerts.ts';
import { hardwareWindow, useHardwareLive } from '../state/hardware-live.ts';
import { useHardwareSamples } from '../state/hardware.ts';
import { useAbout } from '../state/queries.ts';
import { EngineState } from './EngineState.tsx';
import styles from './StatusBar.module.css';

/** A minute at 2 Hz. */
const SHOWN = 120;

export const StatusBar = memo(function StatusBar() {
  return (
    <footer className={styles.bar} aria-label="Status">
      <EngineState />
      <Providers />
      <span className={styles.space} />
      <OpenAlerts />
      <Meters />
      <CardMeter />
      <Line />
    </footer>
  );
});

function Providers() {
  const { data } = useAbout();
  if (data === undefined) return null;
  const words = data.providers.map(({ name, available, reason }) =>
    available ? `${name}: ready` : `${name}: ${reason}`,
  );
  return (
    <Tooltip text={words.join('\n')}>
      <a href="#/settings" className={styles.item} aria-label={`Providers. ${words.join('. ')}`}>
        {data.providers.map(({ name, available }) => (
          <span key={name} className={available ? styles.provider : styles.absent}>
            {name}
          </span>
        ))}
      </a>
    </Tooltip>
  );
}

function OpenAlerts() {
  const count = useUnseenAlerts();
  if (count === 0) return null;
  return (
    <a href="#/hardware/alerts" className={styles.alerts}>
      <TriangleAlert aria-hidden="true" />
      {count === 1 ? '1 open alert' : `${count} open alerts`}
    </a>
  );
}

function Meters() {
  const samples = useHardwareSamples();
  const stale = useConnection((state) => state.kind !== 'online');
  const shown = samples.slice(-SHOWN);
  const last = shown.at(-1);
  if (last === undefined) return null;
  return (
    <span className={styles.meters} data-stale={stale ? '' : undefined}>
      <span className={styles.item}>
        <Cpu aria-hidden="true" />
        <span className={styles.name}>CPU</span>
        <span className={styles.cpu}>
          <Sparkline values={shown.map(({ cpuPercent }) => cpuPercent)} max={100} capacity={SHOWN} />
        </span>
        <span className={styles.value}>{formatPercent(last.cpuPercent)}</span>
      </span>
      <span className={styles.item}>
        <MemoryStick aria-hidden="true" />
        <span className={styles.name}>Memory</span>
        <span className={styles.memory}>
          <Sparkline
            values={shown.map(({ memoryUsedBytes }) => memoryUsedBytes)}
            max={last.memoryTotalBytes ?? 1}
            capacity={SHOWN}
          />
        </span>
        <span className={styles.wide}>
          {formatBytes(last.memoryUsedBytes)} of {formatBytes(last.memoryTotalBytes)}
        </span>
      </span>
    </span>
  );
}

/** The first card's use, where there is one; renders once a second. */
function CardMeter() {
  const channel = useHardwareLive(
    ({ catalog }) => catalog?.channels.find(({ metric }) => metric === 'gpu.use')?.id ?? null,
  );
  const stale = useConnection((state) => state.kind !== 'online');
  // Health comes once a second: often enough for a glance.
  const ticks = useHardwareLive(({ health }) => health?.ticks ?? 0);
  const view = channel === null || ticks < 0 ? null : hardwareWindow.view(channel);
  if (view === null) return null;
  const values = [...view.values.slice(-SHOWN)].map((value) => (Number.isNaN(value) ? null : value));
  return (
    <span className={styles.meters} data-stale={stale ? '' : undefined}>
      <span className={styles.item}>
        <Gpu aria-hidden="true" />
        <span className={styles.name}>GPU</span>
        <span className={styles.card}>
          <Sparkline values={values} max={100} capacity={SHOWN} />
        </span>
        <span className={styles.value}>{formatPercent(values.at(-1))}</span>
      </span>
    </span>
  );
}

function Line() {
  const { kind } = useConnection();
  if (kind === 'online') {
    return (
      <span className={styles.item} role="status">
        <CircleDot className={styles.online} aria-hidden="true" />
        Connected
      </span>
    );
  }
  return (
    <span className={styles.lost} role="status">
      <Unplug aria-hidden="true" />
      {kind === 'connecting' ? 'Connecting' : 'Not connected'}
    </span>
  );
}
