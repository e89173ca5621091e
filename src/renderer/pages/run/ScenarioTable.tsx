import type { ScenarioPoint, ScenarioResult } from '../../../contract/scenario.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatScaled,
  NOT_MEASURED,
} from '../../../contract/units.ts';
import { sweptOf } from '../../../core/analysis/scenario/read-sweep.ts';
import { classNames } from '../../components/class-names.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import styles from './ScenarioSection.module.css';

export interface ScenarioTableProps {
  readonly result: ScenarioResult;
  readonly maxBatch: number;
}

/** Every point with all that it says. */
export function ScenarioTable({ result, maxBatch }: ScenarioTableProps) {
  const columns = columnsOf(result, maxBatch);
  return (
    <div className={styles.scroll}>
      <Table caption="Points of the scenario">
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <HeadCell key={title} numeric>
                {title}
              </HeadCell>
            ))}
            <HeadCell>
              <span className="visually-hidden">Remark</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {result.points.map((point, index) => (
            <Row key={sweptOf(result.kind, point)}>
              {columns.map(({ title, text }, place) =>
                place === 0 ? (
                  <RowHead key={title} style={{ textAlign: 'right' }}>
                    {text(point)}
                  </RowHead>
                ) : (
                  <Cell key={title} numeric>
                    {text(point)}
                  </Cell>
                ),
              )}
              <Cell className={classNames(styles.mark, point.overloaded && styles.over)}>
                {markOf(result, point, index)}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

interface PointColumn {
  readonly title: string;
  readonly text: (point: ScenarioPoint) => string;
}

function columnsOf({ kind, points }: ScenarioResult, maxBatch: number): readonly PointColumn[] {
  const tokens = points.some(({ tokensPerSecond }) => tokensPerSecond !== null);
  const padded = points.some(({ paddedShare }) => paddedShare > 0);
  const several = points.some(({ perSession }) => perSession.length > 1);
  const column = (title: string, text: PointColumn['text']): PointColumn => ({ title, text });
  return [
    kind === 'server'
      ? column('Offered /s', ({ offeredPerSecond }) => formatScaled(offeredPerSecond))
      : column(kind === 'offline' ? 'Sessions' : 'Streams', (point) => formatCount(sweptOf(kind, point))),
    column('Queries /s', ({ queriesPerSecond }) => formatScaled(queriesPerSecond)),
    column('Samples /s', ({ samplesPerSecond }) => formatScaled(samplesPerSecond)),
    ...(tokens ? [column('Tokens /s', ({ tokensPerSecond }) => formatScaled(tokensPerSecond))] : []),
    column('p50', ({ latencyMs }) => formatDuration(latencyMs?.p50)),
    column('p90', ({ latencyMs }) => formatDuration(latencyMs?.p90)),
    column('p99', ({ latencyMs }) => formatDuration(latencyMs?.p99)),
    column('Runtime p50', ({ serviceMs }) => formatDuration(serviceMs?.p50)),
    ...(maxBatch > 1 ? [column('Batch', ({ meanBatch }) => formatNumber(meanBatch))] : []),
    ...(padded ? [column('Padding', ({ paddedShare }) => formatPercent(paddedShare * 100))] : []),
    ...(kind === 'offline' ? [] : [column('Queue', ({ meanQueue }) => formatQueue(meanQueue))]),
    ...(several ? [column('Each session', ({ perSession }) => shares(perSession))] : []),
  ];
}

/** Digits of a queue that is hardly ever there say nothing. */
function formatQueue(mean: number): string {
  return mean > 0 && mean < 0.01 ? '< 0.01' : formatNumber(mean);
}

/** The smallest and the largest share of all queries that a session answered. */
function shares(perSession: readonly number[]): string {
  const all = perSession.reduce((sum, count) => sum + count, 0);
  if (all === 0) return NOT_MEASURED;
  const percent = perSession.map((count) => Math.round((count / all) * 100));
  const [low, high] = [Math.min(...percent), Math.max(...percent)];
  return low === high ? `${low} %` : `${low} – ${high} %`;
}

function markOf(
  { knee, best, points }: ScenarioResult,
  { overloaded }: ScenarioPoint,
  index: number,
): string {
  if (overloaded) return 'cannot keep up';
  return [
    ...(knee?.index === index ? ['knee'] : []),
    ...(best === index && points.length > 1 ? ['most throughput'] : []),
  ].join(', ');
}
