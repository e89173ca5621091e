import { useEffect, useState } from 'react';
import { formatCount, formatPercent } from '../../contract/units.ts';
import { nameTest } from '../../core/analysis/spans/search.ts';
import type { NameTotals, Sandwich, SpanSource } from '../../contract/span-source.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../components/Table.tsx';
import { FlameChart, type FlameChartProps } from './FlameChart.tsx';
import { shortName } from './short-name.ts';
import { Swatch } from './Swatch.tsx';
import styles from './SandwichView.module.css';

const ROWS = 200;
const HALF = 'clamp(120px, 40vh - 180px, 420px)';

export interface SandwichViewProps extends Pick<
  FlameChartProps,
  'query' | 'exportName' | 'onSearch' | 'subject' | 'onSandwich'
> {
  readonly source: SpanSource;
  readonly name: string | null;
  readonly onName: (name: string) => void;
}

/** All names with what they took; of one of them what is around it, above, and what ran inside of it, below. */
export function SandwichView({ source, name, onName, ...chart }: SandwichViewProps) {
  const [names, setNames] = useState<readonly NameTotals[]>([]);
  const [sandwich, setSandwich] = useState<Sandwich | null>(null);
  useEffect(() => {
    let isGone = false;
    void source.nameTotals().then((found) => {
      if (!isGone) setNames(found);
    });
    return () => {
      isGone = true;
    };
  }, [source]);
  const wanted = name ?? names[0]?.name ?? null;
  useEffect(() => {
    if (wanted === null) return;
    let isGone = false;
    void source.sandwich(wanted).then((found) => {
      if (!isGone) setSandwich(found);
    });
    return () => {
      isGone = true;
    };
  }, [source, wanted]);
  return (
    <div className={styles.root}>
      <NameTable names={names} source={source} query={chart.query} chosen={wanted} onName={onName} />
      <div className={styles.charts}>
        {sandwich !== null && (
          <>
            <p className={styles.totals}>
              <strong>{shortName(sandwich.name)}</strong>: {formatCount(sandwich.totals.count)} spans,{' '}
              {lengthWords(sandwich.totals.totalUs, source.unit)} in all, of which{' '}
              {lengthWords(sandwich.totals.ownUs, source.unit)} its own
            </p>
            <FlameChart
              {...chart}
              source={sandwich.callers}
              title="Callers"
              height={HALF}
              isUpsideDown
              isPart
            />
            <FlameChart {...chart} source={sandwich.callees} title="Callees" height={HALF} isPart />
          </>
        )}
      </div>
    </div>
  );
}

interface NameTableProps {
  readonly names: readonly NameTotals[];
  readonly source: SpanSource;
  readonly query: string;
  readonly chosen: string | null;
  readonly onName: (name: string) => void;
}

function NameTable({ names, source, query, chosen, onName }: NameTableProps) {
  const test = nameTest(query);
  const found = test.kind === 'test' ? names.filter(({ name }) => test.test(name)) : names;
  return (
    <div className={styles.names} tabIndex={0} role="region" aria-label="All names">
      <Table caption="All names, the most own time first">
        <thead>
          <Row>
            <HeadCell>Name</HeadCell>
            <HeadCell numeric>Count</HeadCell>
            <HeadCell numeric>Own</HeadCell>
            <HeadCell numeric>Total</HeadCell>
          </Row>
        </thead>
        <tbody>
          {found.slice(0, ROWS).map((each) => (
            <Row
              key={each.name}
              data-chosen={each.name === chosen ? '' : undefined}
              className={styles.row ?? ''}
            >
              <RowHead>
                <button
                  type="button"
                  className={styles.name}
                  aria-pressed={each.name === chosen}
                  onClick={() => onName(each.name)}
                >
                  <Swatch category={each.category} /> {shortName(each.name, 40)}
                </button>
              </RowHead>
              <Cell numeric>{formatCount(each.count)}</Cell>
              <Cell numeric>
                {lengthWords(each.ownUs, source.unit)}
                {source.totalUs > 0 && (
                  <span className={styles.share}> {formatPercent((100 * each.ownUs) / source.totalUs)}</span>
                )}
              </Cell>
              <Cell numeric>{lengthWords(each.totalUs, source.unit)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {found.length > ROWS && (
        <p className={styles.more}>
          {formatCount(found.length - ROWS)} more with less own time: search to see them.
        </p>
      )}
      {found.length === 0 && <p className={styles.more}>No name matches the search.</p>}
    </div>
  );
}
