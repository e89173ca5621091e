import { useEffect, useState, type RefObject } from 'react';
import { formatCount } from '../../contract/units.ts';
import type { SpanFacts, SpanWindow } from '../../contract/span-source.ts';
import { familyWords } from '../../core/charts/family-hue.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { Disclosure } from '../components/Disclosure.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../components/Table.tsx';
import { shortName } from './short-name.ts';
import type { Flame } from './use-flame.ts';
import styles from './VisibleSpans.module.css';

const ROWS = 50;
/** The table follows once the view stands still. */
const SETTLED_MS = 250;

/** Whatever draws spans: what it has drawn, and when it has. */
export interface DrawnSpans {
  readonly window: SpanWindow | null;
  onDrawn(listener: () => void): () => void;
}

export interface VisibleSpansProps {
  readonly flame: Flame;
  readonly painter: RefObject<DrawnSpans | null>;
}

/** What is in view in words, for whoever cannot see the drawing, or wants the numbers. */
export function VisibleSpans(props: VisibleSpansProps) {
  return (
    <div className={styles.root}>
      <Disclosure title="Visible spans as a table">
        <Rows {...props} />
      </Disclosure>
    </div>
  );
}

function Rows({ flame, painter }: VisibleSpansProps) {
  const { source } = flame;
  const [spans, setSpans] = useState<readonly SpanFacts[]>([]);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const read = async (): Promise<void> => {
      const window = painter.current?.window ?? null;
      if (window === null) return;
      const lengthAt = (at: number): number => (window.toUs[at] as number) - (window.fromUs[at] as number);
      const longest = Array.from({ length: window.count }, (_, at) => at)
        .sort((one, other) => lengthAt(other) - lengthAt(one))
        .slice(0, ROWS);
      const facts = await Promise.all(longest.map((at) => source.span(window.span[at] as number)));
      if (isGone) return;
      setShown(window.merged.reduce((sum, count) => sum + count, 0));
      setSpans(facts.filter((each) => each !== null));
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void read(), SETTLED_MS);
    };
    void read();
    const off = painter.current?.onDrawn(wait);
    return () => {
      isGone = true;
      clearTimeout(timer);
      off?.();
    };
  }, [painter, source]);
  return (
    <>
      <Table caption="The longest of the visible spans">
        <thead>
          <Row>
            <HeadCell>Span</HeadCell>
            <HeadCell>Category</HeadCell>
            <HeadCell>Inside of</HeadCell>
            <HeadCell numeric>Start</HeadCell>
            <HeadCell numeric>Duration</HeadCell>
            <HeadCell numeric>Own</HeadCell>
          </Row>
        </thead>
        <tbody>
          {spans.map((each) => (
            <Row key={each.id}>
              <RowHead>
                <button type="button" className={styles.name} onClick={() => flame.pickSpan(each.id)}>
                  {shortName(each.name, 64)}
                </button>
              </RowHead>
              <Cell>{familyWords(each.category)}</Cell>
              <Cell>{each.parent === null ? each.track : shortName(each.parent.name, 40)}</Cell>
              <Cell numeric>{lengthWords(each.startUs - source.fromUs, source.unit)}</Cell>
              <Cell numeric>{lengthWords(each.durationUs, source.unit)}</Cell>
              <Cell numeric>{lengthWords(each.ownUs, source.unit)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {shown > spans.length && (
        <p className={styles.more}>
          The {spans.length} longest of {formatCount(shown)} spans in view; zoom in for the others.
        </p>
      )}
    </>
  );
}
