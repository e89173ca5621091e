import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChannelSeries } from '../../../../contract/recording.ts';
import { channelsOverTime, type MarkedSpan } from '../../../../core/charts/channels-over-time.ts';
import type { ChartPalette, Range } from '../../../../core/charts/chart.ts';
import { coreStrip } from '../../../../core/charts/core-strip.ts';
import { ChartView } from '../../../charts/ChartView.tsx';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { useThresholds } from '../../../state/hardware-alerts.ts';
import { ChartSurface } from '../../run/ChartSurface.tsx';
import type { DeviceGroup, HardwareRow } from '../device-groups.ts';
import { limitsOf } from '../limits.ts';
import { rowOverTime } from '../row-series.ts';
import styles from './Recordings.module.css';

export interface ChannelChartsProps {
  readonly groups: readonly DeviceGroup[];
  readonly series: readonly ChannelSeries[];
  readonly range: Range;
  /** Crosshair and zoom are shared by this name. */
  readonly chartGroup: string;
  readonly exportName: string;
}

/** Every device of a recording, a box for each, all on one time axis. */
export function ChannelCharts({ groups, ...rest }: ChannelChartsProps) {
  return groups.map((group) => (
    <ChartSurface key={group.id}>
      <div className={styles.device}>
        <Disclosure title={group.title} summary={group.detail} startsOpen>
          {group.rows.map((row, index) => (
            <RowChart key={row.id} row={row} isLast={index === group.rows.length - 1} {...rest} />
          ))}
        </Disclosure>
      </div>
    </ChartSurface>
  ));
}

export interface RowChartProps extends Omit<ChannelChartsProps, 'groups'> {
  readonly row: HardwareRow;
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
