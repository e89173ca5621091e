import { useCallback, useRef } from 'react';
import type { HardwareSample, HardwareSeries } from '../../../contract/hardware.ts';
import type { Run } from '../../../contract/run.ts';
import type { Chart, ChartPalette, Range } from '../../../core/charts/chart.ts';
import {
  cpuOverTime,
  memoryOverTime,
  type HardwareOverTime,
} from '../../../core/charts/hardware-over-time.ts';
import { latencyOverTime } from '../../../core/charts/latency-over-time.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { hardwareSamples, onHardware } from '../../state/hardware.ts';
import { liveFeed, onLiveRun, useLiveRun } from '../../state/live-runs.ts';
import { useAbout } from '../../state/queries.ts';
import { LiveCards } from './LiveCards.tsx';
import { ChartSurface } from '../run/ChartSurface.tsx';
import { axisOf } from './live-axis.ts';
import { runTitle } from '../runs/run-title.ts';
import { hardwareWithin } from '../run/time-range.ts';
import { hardwareColumns } from './hardware-columns.ts';
import styles from './LiveCharts.module.css';

/** Latency of each iteration, hardware underneath, on one time axis that grows in steps. */
export function LiveCharts({ run }: { readonly run: Run }) {
  const runId = run.id;
  const cores = useAbout().data?.environment.cpu.cores ?? null;
  const measuring = useLiveRun(runId, ({ running }) => running !== null) ?? false;
  const changes = useCallback((listener: () => void) => onLiveRun(runId, listener), [runId]);
  const group = `live ${runId}`;
  const latency = useCallback(
    (palette: ChartPalette): Chart | null => {
      const feed = liveFeed(runId);
      if (feed === null || feed.line.x.length === 0) return null;
      const running = feed.state?.running ?? null;
      return latencyOverTime(
        {
          tracks: [
            {
              label: 'latency',
              atSeconds: feed.line.x,
              latencyMs: feed.line.y,
              p50: running?.p50 ?? null,
              p50Low: running?.p50Low ?? null,
              p50High: running?.p50High ?? null,
            },
          ],
          range: axisOf(runId),
          namelessTime: true,
        },
        palette,
      );
    },
    [runId],
  );
  const common = { group, exportName: runTitle(run) };
  return (
    <ChartSurface>
      <ChartView
        build={latency}
        changes={changes}
        height="clamp(168px, 100vh - 584px, 440px)"
        headingLevel={2}
        empty={<Ahead runId={runId} />}
        {...common}
      />
      {measuring && <LiveHardware runId={runId} cores={cores} {...common} />}
      {measuring && <LiveCards runId={runId} {...common} />}
    </ChartSurface>
  );
}

interface LiveHardwareProps {
  readonly runId: string;
  readonly cores: number | null;
  readonly group: string;
  readonly exportName: string;
}

function LiveHardware({ runId, cores, ...common }: LiveHardwareProps) {
  const read = useHardwareReader(runId);
  const cpu = useCallback(
    (palette: ChartPalette) => cpuOverTime({ ...read(), cores, namelessTime: true }, palette),
    [read, cores],
  );
  const memory = useCallback(
    (palette: ChartPalette) => memoryOverTime({ ...read(), cores }, palette),
    [read, cores],
  );
  const changes = useHardwareChanges(runId);
  return (
    <>
      <ChartView build={cpu} changes={changes} height={84} {...common} />
      <ChartView build={memory} changes={changes} height={112} {...common} />
    </>
  );
}

/** Redraws when a sample came, and when the axis took its next step: not at every step of the run. */
function useHardwareChanges(runId: string): (listener: () => void) => () => void {
  return useCallback(
    (listener: () => void) => {
      let shown = 0;
      const offHardware = onHardware(listener);
      const offRun = onLiveRun(runId, () => {
        const { max } = axisOf(runId);
        if (max === shown) return;
        shown = max;
        listener();
      });
      return () => {
        offHardware();
        offRun();
      };
    },
    [runId],
  );
}

type Reading = Pick<HardwareOverTime, 'range'> & { readonly series: HardwareSeries; readonly range: Range };

/** Both charts of a sample read the same columns: they are made once. */
function useHardwareReader(runId: string): () => Reading {
  const made = useRef<{ from: readonly HardwareSample[]; origin: number; series: HardwareSeries } | null>(
    null,
  );
  return useCallback(() => {
    const range = axisOf(runId);
    const from = hardwareSamples();
    const origin = liveFeed(runId)?.originAt ?? Date.now();
    if (made.current?.from !== from || made.current.origin !== origin) {
      made.current = { from, origin, series: hardwareColumns(runId, from, origin) };
    }
    return { range, series: hardwareWithin(made.current.series, range) };
  }, [runId]);
}

function Ahead({ runId }: { readonly runId: string }) {
  const phase = useLiveRun(runId, (state) => state.phase) ?? 'waiting';
  return (
    <div className={styles.ahead} role="status">
      <p className={styles.title}>Iterations over time</p>
      <p>
        {phase === 'waiting'
          ? 'This run waits for its turn.'
          : 'The curve begins with the first measured iteration.'}
      </p>
    </div>
  );
}
