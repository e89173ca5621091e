import { Check, Minus, TrendingDown, TrendingUp } from 'lucide-react';
import type { ComparedMetric, SideBySide } from '../../../contract/side-by-side.ts';
import { formatByUnit } from '../../../contract/units.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { intervalWords, missingReason, ratioWords, type RatioWords } from './format-metric.ts';
import { SideMark } from './SideMark.tsx';
import styles from './MetricTable.module.css';

export interface MetricTableProps {
  readonly caption: string;
  readonly rows: readonly ComparedMetric[];
  readonly compared: SideBySide;
  readonly onlyDifferences: boolean;
  /** Settings and facts: read, not weighed by ratio. */
  readonly plain?: boolean;
}

/** A row a metric, a column a run; the ratio to the reference stands beneath each value. */
export function MetricTable({ caption, rows, compared, onlyDifferences, plain = false }: MetricTableProps) {
  const shown = onlyDifferences ? rows.filter(({ differs }) => differs) : rows;
  if (shown.length === 0) {
    return (
      <p className={styles.none}>
        <Check aria-hidden="true" /> No difference in {rows.length} recorded values.
      </p>
    );
  }
  const { runs } = compared;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <Table caption={caption} className={styles.table ?? ''}>
        <thead>
          <tr>
            <HeadCell className={styles.what ?? ''}>
              <span className="visually-hidden">What</span>
            </HeadCell>
            {runs.map(({ id }, place) => (
              <HeadCell key={id} numeric={!plain}>
                <SideMark index={place} />
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={row.id} data-differs={row.differs ? '' : undefined}>
              <RowHead className={styles.what ?? ''}>{row.label}</RowHead>
              {runs.map(({ id }, place) => (
                <Value key={id} row={row} place={place} compared={compared} plain={plain} />
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

interface ValueProps {
  readonly row: ComparedMetric;
  readonly place: number;
  readonly compared: SideBySide;
  readonly plain: boolean;
}

function Value({ row, place, compared, plain }: ValueProps) {
  const value = row.values[place] ?? null;
  const run = compared.runs[place];
  const verdict = compared.verdicts[place - 1];
  const reason = value !== null || run?.latencyMs == null ? '' : missingReason(row.id, run.latencyMs.count);
  const interval = intervalWords(value, row.intervals[place] ?? null);
  return (
    <Cell
      numeric={!plain}
      className={(plain ? styles.fact : styles.value) ?? ''}
      data-missing={value === null ? '' : undefined}
      {...(reason === '' ? {} : { title: reason })}
    >
      <span className={styles.number} dir={typeof value === 'string' ? 'auto' : undefined}>
        {formatByUnit(value, row.unit)}
        {interval !== '' && <span className={styles.interval}> {interval}</span>}
      </span>
      {!plain && verdict !== undefined && typeof row.ratios[place] === 'number' && (
        <Ratio words={ratioWords(row, place, verdict.noiseFloor.share)} />
      )}
    </Cell>
  );
}

const SIGNS = { better: TrendingUp, worse: TrendingDown, same: Minus, neutral: null };

function Ratio({ words }: { readonly words: RatioWords }) {
  const Sign = SIGNS[words.tone];
  return (
    <span className={styles.ratio} data-tone={words.tone}>
      {words.ratio}
      {Sign !== null && <Sign aria-hidden="true" />}
      {words.word}
    </span>
  );
}
