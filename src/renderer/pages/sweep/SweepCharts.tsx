import { useCallback, useState } from 'react';
import type { Sweep, SweepCell } from '../../../contract/sweep.ts';
import type { Chart, ChartPalette } from '../../../core/charts/chart.ts';
import { variedAxes, type SweepAxisName } from '../../../core/charts/sweep-axes.ts';
import { sweepHeatMap } from '../../../core/charts/sweep-heat-map.ts';
import { sweepLines } from '../../../core/charts/sweep-lines.ts';
import { metricsOf, SWEEP_METRIC, type SweepMetricName } from '../../../core/charts/sweep-metric.ts';
import { sweepSpeedUp } from '../../../core/charts/sweep-speed-up.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { ChartSurface } from '../run/ChartSurface.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Select } from '../../components/Select.tsx';
import styles from './SweepCharts.module.css';

type LineAxis = 'batch' | 'sequence' | 'threads';

const ROW_PX = 34;
const BAR_ROW_PX = 46;

/** What was measured, over one axis as lines, over two as a map, and provider against provider. */
export function SweepCharts({ sweep }: { readonly sweep: Sweep }) {
  const { cells, name } = sweep;
  const metrics = metricsOf(cells);
  const [wantedMetric, setMetric] = useState<SweepMetricName>('latency');
  const metric = metrics.includes(wantedMetric) ? wantedMetric : 'latency';
  const axes = variedAxes(cells);
  const lineAxes = axes.flatMap(({ name: axis }) => (isLineAxis(axis) ? [axis] : []));
  const providers = new Set(cells.filter(({ state }) => state === 'done').map(({ provider }) => provider))
    .size;
  return (
    <>
      <div className={styles.choice}>
        <Choice
          label="Metric"
          value={metric}
          options={metrics.map((value) => ({ value, label: SWEEP_METRIC[value].label }))}
          onChange={setMetric}
        />
      </div>
      {axes.length > 1 && (
        <HeatMap cells={cells} axes={axes.map((axis) => axis.name)} metric={metric} name={name} />
      )}
      {lineAxes.length > 0 && <Lines cells={cells} axes={lineAxes} metric={metric} name={name} />}
      {providers > 1 && <SpeedUp cells={cells} name={name} />}
    </>
  );
}

interface Drawn {
  readonly cells: readonly SweepCell[];
  readonly name: string;
}

function HeatMap({
  cells,
  axes,
  metric,
  name,
}: Drawn & { readonly axes: readonly SweepAxisName[]; readonly metric: SweepMetricName }) {
  const [first = 'batch', second = 'sequence'] = axes.toSorted((a, b) => rank(a) - rank(b));
  const [chosenX, setX] = useState(first);
  const [chosenY, setY] = useState(second);
  const x = axes.includes(chosenX) ? chosenX : first;
  const y = axes.includes(chosenY) && chosenY !== x ? chosenY : (axes.find((axis) => axis !== x) ?? second);
  const others = axes.filter((axis) => axis !== x && axis !== y);
  const shown = oneOfEach(cells, others);
  const rows = variedAxes(shown).find((axis) => axis.name === y)?.values.length ?? 1;
  const build = useCallback(
    (palette: ChartPalette): Chart | null => sweepHeatMap(shown, [x, y], metric, palette),
    [shown, x, y, metric],
  );
  const options = axes.map((axis) => ({ value: axis, label: axis }));
  return (
    <ChartSurface>
      <ChartView
        key={`${x}-${y}`}
        build={build}
        height={rows * ROW_PX + 48}
        headingLevel={2}
        exportName={name}
        actions={
          axes.length < 3 ? undefined : (
            <span className={styles.axes}>
              <Select label="Across" labelHidden value={x} options={options} onChange={setX} />
              <Select label="Down" labelHidden value={y} options={options} onChange={setY} />
            </span>
          )
        }
      />
      {others.length > 0 && (
        <p className={styles.aside}>{`Of ${others.join(' and ')} the first value measured is shown.`}</p>
      )}
    </ChartSurface>
  );
}

function Lines({
  cells,
  axes,
  metric,
  name,
}: Drawn & { readonly axes: readonly LineAxis[]; readonly metric: SweepMetricName }) {
  const [chosen, setAxis] = useState<LineAxis>(axes[0] ?? 'batch');
  const axis = axes.includes(chosen) ? chosen : (axes[0] ?? 'batch');
  const build = useCallback(
    (palette: ChartPalette) => sweepLines(cells, axis, metric, palette),
    [cells, axis, metric],
  );
  return (
    <ChartSurface>
      <ChartView
        key={axis}
        build={build}
        height={300}
        headingLevel={2}
        exportName={name}
        actions={
          axes.length < 2 ? undefined : (
            <Choice
              label="Along"
              value={axis}
              options={axes.map((value) => ({ value, label: value }))}
              onChange={setAxis}
            />
          )
        }
      />
    </ChartSurface>
  );
}

function SpeedUp({ cells, name }: Drawn) {
  const build = useCallback((palette: ChartPalette) => sweepSpeedUp(cells, palette), [cells]);
  const axes = variedAxes(cells).filter((axis) => axis.name !== 'provider');
  const rows = axes.reduce((product, { values }) => product * values.length, 1);
  return (
    <ChartSurface>
      <ChartView build={build} height={rows * BAR_ROW_PX + 56} headingLevel={2} exportName={name} />
    </ChartSurface>
  );
}

/** Sizes make the best map; then what has an order of its own. */
function rank(axis: SweepAxisName): number {
  return ['batch', 'sequence', 'level', 'threads', 'provider', 'model'].indexOf(axis);
}

function isLineAxis(axis: SweepAxisName): axis is LineAxis {
  return axis === 'batch' || axis === 'sequence' || axis === 'threads';
}

/** Of the axes that the map has no room for, the value of the first cell. */
function oneOfEach(cells: readonly SweepCell[], axes: readonly SweepAxisName[]): readonly SweepCell[] {
  const [first] = cells;
  if (first === undefined || axes.length === 0) return cells;
  return cells.filter((cell) =>
    axes.every((axis) => JSON.stringify(cell[axis]) === JSON.stringify(first[axis])),
  );
}
