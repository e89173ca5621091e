import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { HeatMetric } from '../../core/analysis/graph-heat/heat-metric.ts';
import { shortLabel } from '../../core/charts/model-graph/short-label.ts';
import { titleOfSubject, type GraphDocument } from './graph-document.ts';
import { isSameSubject, type GraphSubject } from './graph-subject.ts';
import { detailOfSubject } from './graph-words.ts';
import { outlineRows } from './outline-rows.ts';
import styles from './GraphOutline.module.css';

export interface GraphOutlineProps {
  readonly document: GraphDocument;
  readonly isOpen: Uint8Array;
  readonly metric: HeatMetric;
  readonly selected: GraphSubject | null;
  /** Shown instead of the tree; null where nothing is searched for. */
  readonly hits: readonly number[] | null;
  readonly onSelect: (subject: GraphSubject) => void;
  readonly onToggle: (group: number) => void;
}

const ROW_HEIGHT = 28;

/** The graph as a tree of words: one tab stop, arrows move, left and right fold, Enter selects. */
export function GraphOutline(props: GraphOutlineProps) {
  const { document, isOpen, metric, selected, hits, onSelect, onToggle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useMemo(
    () =>
      hits === null
        ? outlineRows(document, isOpen)
        : hits.map((node) => ({ subject: { kind: 'node', node } as const, level: 1 })),
    [document, isOpen, hits],
  );
  const chosen = rows.findIndex(({ subject }) => isSameSubject(subject, selected));
  const [activeAt, setActive] = useState(0);
  const active = Math.min(activeAt, rows.length - 1);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  useEffect(() => {
    if (chosen === -1) return;
    setActive(chosen);
    virtualizer.scrollToIndex(chosen, { align: 'auto' });
  }, [chosen, virtualizer]);

  const go = (at: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, at));
    setActive(next);
    virtualizer.scrollToIndex(next);
  };
  const press = (event: KeyboardEvent): void => {
    const row = rows[active];
    if (row === undefined) return;
    const group = row.subject.kind === 'group' ? row.subject.group : null;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const act: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      PageDown: () => go(active + page),
      PageUp: () => go(active - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => onSelect(row.subject),
      ' ': () => onSelect(row.subject),
      ArrowRight: () => (group !== null && isOpen[group] === 0 ? onToggle(group) : go(active + 1)),
      ArrowLeft: () => {
        if (group !== null && isOpen[group] === 1) onToggle(group);
        else go(rows.findLastIndex(({ level }, at) => at < active && level < row.level));
      },
    };
    const wanted = Object.hasOwn(act, event.key) ? act[event.key] : undefined;
    if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wanted();
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={hits === null ? 'Modules and nodes' : 'Nodes found'}
      aria-activedescendant={rows.length === 0 ? undefined : `${id}-${active}`}
      tabIndex={0}
      className={styles.tree}
      onKeyDown={press}
    >
      <div className={styles.sheet} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { subject, level } = row;
          const group = subject.kind === 'group' ? subject.group : null;
          const open = group !== null && isOpen[group] === 1;
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={level}
              aria-selected={index === chosen}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              {...(group === null ? {} : { 'aria-expanded': open })}
              data-active={index === active ? '' : undefined}
              className={styles.row}
              style={{ transform: `translateY(${start}px)`, paddingLeft: 6 + Math.min(level - 1, 10) * 12 }}
              onClick={() => {
                setActive(index);
                onSelect(subject);
              }}
              onDoubleClick={() => group !== null && onToggle(group)}
            >
              <span
                className={styles.fold}
                onClick={(event) => {
                  if (group === null) return;
                  event.stopPropagation();
                  onToggle(group);
                }}
              >
                {group !== null && (open ? <ChevronDown /> : <ChevronRight />)}
              </span>
              <span className={styles.title}>{shortLabel(titleOfSubject(document, subject), 400, 12)}</span>
              <span className={styles.detail}>
                {shortLabel(detailOfSubject(document, subject, metric), 200, 12)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
