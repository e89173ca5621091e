import { Check, Minus, TrendingDown, TrendingUp } from 'lucide-react';
import type { Comparison, MetricDifference } from '../../../contract/comparison.ts';
import type { Run } from '../../../contract/run.ts';
import { differs } from '../../../core/analysis/compare.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { formatByUnit } from '../../../contract/units.ts';
import { formatInterval, missingReason, verdictOf, type Verdict } from './format-metric.ts';
import styles from './DifferenceTable.module.css';

export interface DifferenceTableProps {
  readonly caption: string;
  readonly rows: readonly MetricDifference[];
  readonly comparison: Comparison;
  readonly onlyDifferences?: boolean;
  /** Settings and facts: read, not weighed by ratio. */
  readonly plain?: boolean;
}

export function DifferenceTable({
  caption,
  rows,
  comparison,
  onlyDifferences = false,
  plain = false,
}: DifferenceTableProps) {
  const known = rows.filter(({ a, b }) => a !== null || b !== null);
  const shown = onlyDifferences ? known.filter(differs) : known;
  if (shown.length === 0) {
    return (
      <p className={styles.none}>
        <Check aria-hidden="true" /> No difference in {known.length} recorded values.
      </p>
    );
  }
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <HeadCell>
            <span className="visually-hidden">What</span>
          </HeadCell>
          <HeadCell numeric={!plain}>A</HeadCell>
          <HeadCell numeric={!plain}>B</HeadCell>
          {!plain && <HeadCell numeric>B ÷ A</HeadCell>}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <Row key={row.id} data-differs={differs(row) ? '' : undefined}>
            <RowHead className={styles.label ?? ''}>{row.label}</RowHead>
            <Side row={row} value={row.a} run={comparison.a} plain={plain} />
            <Side row={row} value={row.b} run={comparison.b} plain={plain} />
            {!plain && (
              <Cell numeric>
                <VerdictMark verdict={verdictOf(row)} />
              </Cell>
            )}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Side({
  row,
  value,
  run,
  plain,
}: {
  readonly row: MetricDifference;
  readonly value: MetricDifference['a'];
  readonly run: Run;
  readonly plain: boolean;
}) {
  const reason = value === null && run.latencyMs !== null ? missingReason(row.id, run.latencyMs.count) : '';
  const interval = row.id === 'p50' && run.latencyMs !== null ? formatInterval(run.latencyMs) : '';
  return (
    <Cell
      numeric={!plain}
      className={(plain ? styles.fact : styles.side) ?? ''}
      data-missing={value === null ? '' : undefined}
      {...(reason === '' ? {} : { title: reason })}
    >
      {formatByUnit(value, row.unit)}
      {interval !== '' && <span className={styles.interval}> {interval}</span>}
    </Cell>
  );
}

const SIGNS = { better: TrendingUp, worse: TrendingDown, same: Minus, neutral: null };

function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const Sign = SIGNS[verdict.tone];
  return (
    <span className={styles.verdict} data-tone={verdict.tone}>
      {verdict.ratio}
      <span className={styles.word}>
        {Sign !== null && <Sign aria-hidden="true" />}
        {verdict.word}
      </span>
    </span>
  );
}
