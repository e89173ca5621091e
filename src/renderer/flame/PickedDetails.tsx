import { useEffect, useState } from 'react';
import { formatCount, formatPercent, NOT_MEASURED } from '../../contract/units.ts';
import type { RangeStatistics, SpanFacts, SpanSource, TimeRange } from '../../contract/span-source.ts';
import { familyWords } from '../../core/charts/family-hue.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { Button } from '../components/Button.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../components/Table.tsx';
import { shortName } from './short-name.ts';
import type { SpanTelling } from './span-telling.ts';
import { Swatch } from './Swatch.tsx';
import type { Flame } from './use-flame.ts';
import styles from './PickedDetails.module.css';

const NAMES_SHOWN = 12;

export interface PickedDetailsProps {
  readonly flame: Flame;
  /** Nothing is said until something is picked. */
  readonly isQuiet: boolean;
  readonly subject?: { readonly label: string; readonly open: (subject: number) => void };
  readonly onSandwich?: (name: string) => void;
  readonly tell?: SpanTelling;
}

/** What is told of the span or the stretch of time that is picked. */
export function PickedDetails({ flame, isQuiet, ...ways }: PickedDetailsProps) {
  const { picked, source } = flame;
  if (isQuiet && picked.kind === 'none') return null;
  return (
    <div className={styles.root} aria-live="polite" role="region" aria-label="What is selected" tabIndex={0}>
      {picked.kind === 'none' && (
        <p className={styles.hint}>
          Click a span for its times; hold Shift and drag over a stretch to add it up. The wheel zooms, a drag
          moves.
        </p>
      )}
      {picked.kind === 'span' && <OneSpan facts={picked.facts} source={source} {...ways} />}
      {picked.kind === 'range' && <Stretch range={picked.range} source={source} />}
    </div>
  );
}

interface OneSpanProps extends Omit<PickedDetailsProps, 'flame' | 'isQuiet'> {
  readonly facts: SpanFacts;
  readonly source: SpanSource;
}

function OneSpan({ facts, source, subject, onSandwich, tell }: OneSpanProps) {
  const { name, category, parent, root, ofName, durationUs } = facts;
  const isTime = source.axis === 'time';
  const partOf = (whole: number): string => shareWords(durationUs, whole);
  return (
    <>
      <div className={styles.head}>
        <Swatch category={category} />
        <strong className={styles.name}>{shortName(name)}</strong>
        <span className={styles.category}>{familyWords(category)}</span>
        {onSandwich !== undefined && (
          <Button kind="quiet" onClick={() => onSandwich(name)}>
            Callers and callees
          </Button>
        )}
        {subject !== undefined && facts.subject >= 0 && (
          <Button kind="quiet" onClick={() => subject.open(facts.subject)}>
            {subject.label}
          </Button>
        )}
      </div>
      {tell !== undefined ? (
        <dl className={styles.facts}>
          {tell(facts).map(({ label, value }) => (
            <Fact key={label} label={label} value={value} />
          ))}
        </dl>
      ) : (
        <dl className={styles.facts}>
          {isTime && <Fact label="Start" value={lengthWords(facts.startUs - source.fromUs, source.unit)} />}
          <Fact label={isTime ? 'Duration' : 'Total'} value={lengthWords(durationUs, source.unit)} />
          <Fact label="Own" value={lengthWords(facts.ownUs, source.unit)} />
          {parent !== null && (
            <Fact label={`Of ${shortName(parent.name, 32)}`} value={partOf(parent.durationUs)} />
          )}
          {root !== null && root.name !== parent?.name && (
            <Fact label={`Of ${shortName(root.name, 32)}`} value={partOf(root.durationUs)} />
          )}
          <Fact label="Of all" value={partOf(source.totalUs)} />
          {facts.count > 1 && <Fact label="Spans merged here" value={formatCount(facts.count)} />}
          <Fact label="Of this name" value={formatCount(ofName.count)} />
          <Fact label="Mean" value={lengthWords(ofName.totalUs / ofName.count, source.unit)} />
          <Fact label="Together" value={lengthWords(ofName.totalUs, source.unit)} />
        </dl>
      )}
    </>
  );
}

function shareWords(part: number, whole: number): string {
  if (!(whole > 0)) return NOT_MEASURED;
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.05 ? '< 0.1 %' : formatPercent(percent);
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Stretch({ range, source }: { readonly range: TimeRange; readonly source: SpanSource }) {
  const [found, setFound] = useState<RangeStatistics | null>(null);
  useEffect(() => {
    let isGone = false;
    void source.statistics(range).then((statistics) => {
      if (!isGone) setFound(statistics);
    });
    return () => {
      isGone = true;
    };
  }, [source, range]);
  if (found === null) return null;
  const length = range.toUs - range.fromUs;
  const { spans, totalUs, byCategory, byName, nameCount } = found;
  return (
    <>
      <dl className={styles.facts}>
        <Fact
          label={source.axis === 'time' ? 'Stretch' : 'Width'}
          value={`${lengthWords(range.fromUs - source.fromUs, source.unit)} + ${lengthWords(length, source.unit)}`}
        />
        <Fact label="Spans" value={formatCount(spans)} />
        <Fact label="Time in spans" value={lengthWords(totalUs, source.unit)} />
        {byCategory.slice(0, 8).map(({ category, ownUs }) => (
          <div key={category} className={styles.fact}>
            <dt className={styles.head}>
              <Swatch category={category} /> {familyWords(category)}
            </dt>
            <dd>
              {lengthWords(ownUs, source.unit)}
              {totalUs > 0 && `, ${shareWords(ownUs, totalUs)}`}
            </dd>
          </div>
        ))}
      </dl>
      {byName.length > 0 && (
        <Table caption="Names in the stretch that is measured">
          <thead>
            <Row>
              <HeadCell>Name</HeadCell>
              <HeadCell numeric>Count</HeadCell>
              <HeadCell numeric>Own</HeadCell>
              <HeadCell numeric>Total</HeadCell>
            </Row>
          </thead>
          <tbody>
            {byName.slice(0, NAMES_SHOWN).map((each) => (
              <Row key={each.name}>
                <RowHead>
                  <span className={styles.head}>
                    <Swatch category={each.category} /> {shortName(each.name)}
                  </span>
                </RowHead>
                <Cell numeric>{formatCount(each.count)}</Cell>
                <Cell numeric>{lengthWords(each.ownUs, source.unit)}</Cell>
                <Cell numeric>{lengthWords(each.totalUs, source.unit)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {nameCount > NAMES_SHOWN && (
        <p className={styles.hint}>and {formatCount(nameCount - NAMES_SHOWN)} names with less own time.</p>
      )}
    </>
  );
}
