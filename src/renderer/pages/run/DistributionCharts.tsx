import { useCallback, useState } from 'react';
import type { Chart, ChartPalette } from '../../../core/charts/chart.ts';
import {
  cumulativeDistribution,
  distributionHistogram,
  type Distribution,
} from '../../../core/charts/distribution.ts';
import { percentileCurves } from '../../../core/charts/percentiles.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { ChartSurface } from './ChartSurface.tsx';
import { Choice } from '../../components/Choice.tsx';

type View = 'histogram' | 'cumulative' | 'percentiles';

const BUILDERS: Readonly<Record<View, (runs: readonly Distribution[], palette: ChartPalette) => Chart>> = {
  histogram: distributionHistogram,
  cumulative: cumulativeDistribution,
  percentiles: percentileCurves,
};

const VIEWS = [
  { value: 'histogram', label: 'Histogram' },
  { value: 'cumulative', label: 'ECDF' },
  { value: 'percentiles', label: 'Percentiles' },
] as const;

export interface DistributionChartsProps {
  readonly runs: readonly Distribution[];
  readonly exportName: string;
}

/** One distribution in three readings: where iterations lie, how many are within, and how far the tail goes. */
export function DistributionCharts({ runs, exportName }: DistributionChartsProps) {
  const [view, setView] = useState<View>('histogram');
  const build = useCallback((palette: ChartPalette) => BUILDERS[view](runs, palette), [view, runs]);
  return (
    <ChartSurface>
      <ChartView
        // Another reading has other axes: a zoom of one means nothing in the next.
        key={view}
        build={build}
        height={280}
        headingLevel={2}
        exportName={exportName}
        actions={
          <Choice label="Reading of the distribution" value={view} options={VIEWS} onChange={setView} />
        }
      />
    </ChartSurface>
  );
}
