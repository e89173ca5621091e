import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChannelSeries } from '../../../contract/recording.ts';
import { channelsOverTime } from '../../../core/charts/channels-over-time.ts';
import type { ChartPalette, Range } from '../../../core/charts/chart.ts';
import { coreStrip } from '../../../core/charts/core-strip.ts';
import type { MarkedSpan } from '../../../core/charts/marked-spans.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { useThresholds } from '../../state/hardware-alerts.ts';
import type { HardwareRow } from './device-groups.ts';
import { limitsOf } from './limits.ts';
import { rowOverTime } from './row-series.ts';

export interface RowChartProps {
  readonly row: HardwareRow;
  readonly series: readonly ChannelSeries[];
  readonly range: Range;
  /** Crosshair and zoom are shared by this name. */
  readonly chartGroup: string;
  readonly exportName: string;
  /** Of its box: it names the time axis. */
  readonly isLast: boolean;
  readonly spans?: readonly MarkedSpan[];
}

/** One row as a chart, made when it comes into sight. */
export function RowChart({ row, series, range, isLast, spans, chartGroup, exportName }: RowChartProps) {
  const { data: thresholds = [] } = useThresholds();
  const build = useCallback(
    (palette: ChartPalette) => {
      const data = {
        ...rowOverTime(row, series, range),
        limits: limitsOf(row, thresholds),
        namelessTime: !isLast,
        ...(spans === undefined ? {} : { spans }),
      };
      return row.kind === 'heat' ? coreStrip(data, palette) : channelsOverTime(data, palette);
    },
    [row, series, range, thresholds, isLast, spans],
  );
  const height = (row.kind === 'heat' && row.series.length > 16 ? 128 : 84) + (isLast ? 16 : 0);
  return (
    <WhenSeen height={height + 28}>
      <ChartView build={build} height={height} group={chartGroup} exportName={exportName} />
    </WhenSeen>
  );
}

/** A hundred charts cost nothing while nobody looks at them. */
function WhenSeen({ height, children }: { readonly height: number; readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null || seen) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setSeen(true);
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  return (
    <div ref={box} style={{ minHeight: height }}>
      {seen && children}
    </div>
  );
}
