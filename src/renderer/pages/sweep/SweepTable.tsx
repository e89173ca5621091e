import type { Sweep, SweepCell } from '../../../contract/sweep.ts';
import { formatBytes, formatDuration, formatNumber, formatPercent } from '../../../contract/units.ts';
import { valueOn, variedAxes, type SweepAxis } from '../../../core/charts/sweep-axes.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { formatRoute } from '../../state/routes.ts';
import styles from './SweepTable.module.css';

/** Every cell with its numbers; each that was begun leads to its run. */
export function SweepTable({ sweep }: { readonly sweep: Sweep }) {
  const axes = variedAxes(sweep.cells);
  const shownAxes = axes.length > 0 ? axes : [{ name: 'batch', values: [], numeric: true } as const];
  const ordered = inReadingOrder(sweep.cells, shownAxes);
  const has = (pick: (cell: SweepCell) => number | null): boolean =>
    sweep.cells.some((cell) => pick(cell) !== null);
  const withTokens = has(({ tokensPerSecond }) => tokensPerSecond);
  const withSpeedUp = axes.some(({ name }) => name === 'provider');
  return (
    <div className={styles.scroll}>
      <Table caption="Cells of the sweep">
        <thead>
          <Row>
            {shownAxes.map(({ name, numeric }) => (
              <HeadCell key={name} numeric={numeric}>
                {name}
              </HeadCell>
            ))}
            <HeadCell numeric>p50</HeadCell>
            <HeadCell numeric>±</HeadCell>
            <HeadCell numeric>samples/s</HeadCell>
            {withTokens && <HeadCell numeric>tokens/s</HeadCell>}
            <HeadCell numeric>peak memory</HeadCell>
            {withSpeedUp && <HeadCell numeric>against CPU</HeadCell>}
            <HeadCell>run</HeadCell>
          </Row>
        </thead>
        <tbody>
          {ordered.map((cell) => (
            <Row key={cell.index} data-state={cell.state}>
              {shownAxes.map(({ name, numeric }, index) =>
                index === 0 ? (
                  <RowHead key={name} className={numeric ? (styles.number ?? '') : ''}>
                    {valueOn(name, cell)}
                  </RowHead>
                ) : (
                  <Cell key={name} numeric={numeric}>
                    {valueOn(name, cell)}
                  </Cell>
                ),
              )}
              <Cell numeric>{formatDuration(cell.p50Ms)}</Cell>
              <Cell numeric className={styles.quiet ?? ''}>
                {halfWidth(cell)}
              </Cell>
              <Cell numeric>{formatNumber(cell.samplesPerSecond)}</Cell>
              {withTokens && <Cell numeric>{formatNumber(cell.tokensPerSecond)}</Cell>}
              <Cell numeric>{formatBytes(cell.peakBytes)}</Cell>
              {withSpeedUp && (
                <Cell numeric>{cell.speedUp === null ? '—' : `${formatNumber(cell.speedUp)}×`}</Cell>
              )}
              <Cell>
                <State cell={cell} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function State({ cell }: { readonly cell: SweepCell }) {
  if (cell.runId === null) return <span className={styles.quiet}>{cell.state}</span>;
  const route =
    cell.state === 'running'
      ? ({ page: 'bench', runId: cell.runId } as const)
      : ({ page: 'run', runId: cell.runId } as const);
  return (
    <a href={formatRoute(route)}>{cell.state === 'done' ? cell.runId : `${cell.state}: ${cell.runId}`}</a>
  );
}

function halfWidth({ p50Ms, p50LowMs, p50HighMs }: SweepCell): string {
  if (p50Ms === null || p50LowMs === null || p50HighMs === null || p50Ms === 0) return '—';
  return formatPercent(((p50HighMs - p50LowMs) / 2 / p50Ms) * 100);
}

/** By the axes from the left, not in the order in which they are measured. */
function inReadingOrder(
  cells: readonly SweepCell[],
  axes: readonly Pick<SweepAxis, 'name' | 'values'>[],
): readonly SweepCell[] {
  return cells.toSorted((a, b) => {
    for (const { name, values } of axes) {
      const difference = values.indexOf(valueOn(name, a)) - values.indexOf(valueOn(name, b));
      if (difference !== 0) return difference;
    }
    return a.index - b.index;
  });
}
