import { useEffect, useState } from 'react';
import { asDynoError } from '../../contract/errors.ts';
import type { LinkKind, SpanLink } from '../../contract/trace-view.ts';
import { Button } from '../components/Button.tsx';
import { Disclosure } from '../components/Disclosure.tsx';
import { Cell, Row, RowHead, Table } from '../components/Table.tsx';
import { shortName } from '../flame/short-name.ts';
import { readableRows, type ReadableRow } from './readable-rows.ts';
import type { Timeline } from './use-timeline.ts';
import styles from './TraceTimeline.module.css';

const LINKS_SHOWN = 20;

/** What else is known of the selected span: arrows to and from it, and the source's own words. */
export function SpanMore({ timeline }: { readonly timeline: Timeline }) {
  const { flame, links } = timeline;
  if (flame.picked.kind !== 'span') return null;
  const { id } = flame.picked.facts;
  return (
    <>
      {links.length > 0 && <Links timeline={timeline} span={id} />}
      <Arguments key={id} timeline={timeline} span={id} />
    </>
  );
}

const OUT: Readonly<Record<LinkKind, string>> = {
  launch: 'Launches',
  flow: 'Leads to',
  'forward-backward': 'Backward of it',
};
const IN: Readonly<Record<LinkKind, string>> = {
  launch: 'Launched by',
  flow: 'Comes from',
  'forward-backward': 'Forward of it',
};

function Links({ timeline, span }: { readonly timeline: Timeline; readonly span: number }) {
  const { links, goTo } = timeline;
  const isOut = (link: SpanLink): boolean => link.fromSpan === span;
  return (
    <div className={styles.links} role="group" aria-label="Linked spans">
      {links.slice(0, LINKS_SHOWN).map((link) => (
        <span key={`${link.kind} ${link.fromSpan} ${link.toSpan}`} className={styles.link}>
          <span className={styles.quiet}>{(isOut(link) ? OUT : IN)[link.kind]}</span>
          <Button kind="quiet" onClick={() => void goTo(isOut(link) ? link.toSpan : link.fromSpan)}>
            {shortName(link.name, 48)}
          </Button>
        </span>
      ))}
      {links.length > LINKS_SHOWN && (
        <span className={styles.quiet}>and {links.length - LINKS_SHOWN} more</span>
      )}
    </div>
  );
}

type Told =
  | { readonly kind: 'asking' }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'rows'; readonly rows: readonly ReadableRow[] };

function Arguments({ timeline, span }: { readonly timeline: Timeline; readonly span: number }) {
  const { asks } = timeline;
  const [told, setTold] = useState<Told>({ kind: 'asking' });
  useEffect(() => {
    let isGone = false;
    const tell = (next: Told): void => {
      if (!isGone) setTold(next);
    };
    asks.textOf(span).then(
      (text) => tell(text === null ? { kind: 'none' } : { kind: 'rows', rows: readableRows(text) }),
      (error: unknown) => tell({ kind: 'failed', message: asDynoError(error).message }),
    );
    return () => {
      isGone = true;
    };
  }, [asks, span]);
  if (told.kind === 'asking' || told.kind === 'none') return null;
  if (told.kind === 'failed') {
    return <p className={styles.note}>What the source says of this span could not be read: {told.message}</p>;
  }
  return (
    <div className={styles.part}>
      <Disclosure title="As the source has it" summary={`${told.rows.length}`}>
        <Table caption="What the source says of the selected span">
          <tbody>
            {told.rows.map(({ key, value }) => (
              <Row key={key}>
                <RowHead>{key}</RowHead>
                <Cell>
                  <span className={styles.value}>{value}</span>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Disclosure>
    </div>
  );
}
