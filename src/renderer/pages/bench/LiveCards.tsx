import { useCallback, useMemo } from 'react';
import { channelsOverTime } from '../../../core/charts/channels-over-time.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { hardwareWindow, monotonicOf, onReadings, useHardwareLive } from '../../state/hardware-live.ts';
import { liveFeed } from '../../state/live-runs.ts';
import type { HardwareRow } from '../hardware/device-groups.ts';
import { freshOf, rowOverTime } from '../hardware/row-series.ts';
import { stripRows } from '../run/strip-rows.ts';
import { axisOf } from './live-axis.ts';

export interface LiveCardsProps {
  readonly runId: string;
  readonly group: string;
  readonly exportName: string;
}

/** What the cards do meanwhile, as far back as the live window reaches; all of it is beneath the run once it has ended. */
export function LiveCards({ runId, ...common }: LiveCardsProps) {
  const catalog = useHardwareLive((live) => live.catalog);
  const rows = useMemo(() => {
    if (catalog === null) return [];
    const any = catalog.channels.map(({ id }) => ({
      channel: id,
      atSeconds: Float64Array.of(0),
      values: Float64Array.of(0),
    }));
    return stripRows(catalog, any).filter(({ device }) => device.kind === 'gpu');
  }, [catalog]);
  return rows.map((row) => <LiveCard key={row.id} row={row} runId={runId} {...common} />);
}

function LiveCard({ row, runId, ...common }: LiveCardsProps & { readonly row: HardwareRow }) {
  const build = useCallback(
    (palette: ChartPalette) => {
      const originAt = liveFeed(runId)?.originAt ?? null;
      if (originAt === null) return null;
      const series = freshOf(row, hardwareWindow, monotonicOf(originAt));
      const data = rowOverTime(row, series, axisOf(runId));
      return channelsOverTime({ ...data, limits: [], namelessTime: true }, palette);
    },
    [row, runId],
  );
  return <ChartView build={build} changes={onReadings} height={72} {...common} />;
}
