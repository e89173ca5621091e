import { useCallback, useMemo } from 'react';
import type { OperatorProfile } from '../../../../contract/profile.ts';
import type { OperatorGrouping } from '../../../../core/analysis/operators/group-operators.ts';
import type { ChartPalette } from '../../../../core/charts/chart.ts';
import { BARS_SHOWN, operatorBars } from '../../../../core/charts/operator-bars.ts';
import { ChartView } from '../../../charts/ChartView.tsx';
import { ChartSurface } from '../ChartSurface.tsx';
import { OperatorRoofline, type OperatorRooflineProps } from './OperatorRoofline.tsx';
import { OperatorRows } from './operator-rows.ts';
import { useOperatorsView } from './operators-view.ts';
import styles from './OperatorsTab.module.css';

const TITLES: Readonly<Record<OperatorGrouping, string>> = {
  node: 'Dearest operators',
  type: 'Dearest operator types',
  module: 'Dearest modules',
  provider: 'Providers',
};

/** The dearest as bars, by what the table groups by, and every operator under the roofline. */
export function OperatorCharts({ profile, ceilings, selected, onSelect, exportName }: OperatorRooflineProps) {
  const { operators } = profile;
  const grouping = useOperatorsView((view) => view.grouping);
  const rows = useMemo(
    () => new OperatorRows(operators, ceilings).dearest(grouping, BARS_SHOWN),
    [operators, ceilings, grouping],
  );
  const bars = useCallback(
    (palette: ChartPalette) =>
      operatorBars(
        TITLES[grouping],
        rows.map(({ label, family, sum }) => ({ label, family, selfMs: sum.selfMs, share: sum.share })),
        palette,
      ),
    [rows, grouping],
  );
  const pick = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    const dearest = row.place ?? dearestOf(operators, row.places);
    if (dearest !== null) onSelect(dearest);
  };
  return (
    <div className={styles.charts}>
      <ChartSurface>
        <ChartView build={bars} height={340} headingLevel={2} onPick={pick} exportName={exportName} />
      </ChartSurface>
      <OperatorRoofline
        profile={profile}
        ceilings={ceilings}
        selected={selected}
        onSelect={onSelect}
        exportName={exportName}
      />
    </div>
  );
}

function dearestOf(operators: readonly OperatorProfile[], places: readonly number[]): number | null {
  const msOf = (place: number): number => operators[place]?.selfMs ?? 0;
  return places.reduce<number | null>(
    (most, place) => (most === null || msOf(place) > msOf(most) ? place : most),
    null,
  );
}
