import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { formatCount, NOT_MEASURED } from '../../../../contract/units.ts';
import { COLUMNS, type ColumnId } from './operator-columns.ts';
import type { OperatorRow } from './operator-rows.ts';
import styles from './OperatorTable.module.css';

export interface OperatorLineProps {
  readonly row: OperatorRow;
  readonly id: string;
  /** Counted from 1, the heading row included. */
  readonly rowIndex: number;
  readonly top: number;
  readonly columns: readonly ColumnId[];
  /** The share whose bar is full. */
  readonly scale: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onChoose: (row: OperatorRow) => void;
}

/** A tooltip is as long as a person reads. */
const LONGEST_TITLE = 400;

export const OperatorLine = memo(function OperatorLine({
  row,
  id,
  rowIndex,
  top,
  columns,
  scale,
  isActive,
  isSelected,
  onChoose,
}: OperatorLineProps) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-level={row.depth + 1}
      aria-expanded={row.isOpen ?? undefined}
      aria-selected={isSelected}
      className={styles.row}
      data-active={isActive ? '' : undefined}
      data-group={row.isOpen === null ? undefined : ''}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(row)}
    >
      {columns.map((column, index) => (
        <Cell key={column} row={row} column={column} index={index + 1} scale={scale} />
      ))}
    </div>
  );
});

interface CellProps {
  readonly row: OperatorRow;
  readonly column: ColumnId;
  readonly index: number;
  readonly scale: number;
}

function Cell({ row, column, index, scale }: CellProps) {
  const { text, missing, isText } = COLUMNS[column];
  const words = text(row);
  const isMissing = words === NOT_MEASURED;
  const title = isMissing ? missing : isText ? words.slice(0, LONGEST_TITLE) : undefined;
  return (
    <div
      role="gridcell"
      aria-colindex={index}
      className={styles.cell}
      data-numeric={isText ? undefined : ''}
      data-missing={isMissing ? '' : undefined}
      title={title === '' ? undefined : title}
    >
      {column === 'name' ? (
        <Name row={row} words={words} />
      ) : column === 'share' ? (
        <Share row={row} words={words} scale={scale} />
      ) : (
        words
      )}
    </div>
  );
}

function Name({ row, words }: { readonly row: OperatorRow; readonly words: string }) {
  return (
    <span
      className={styles.name}
      style={{ paddingLeft: row.depth * 16 + (row.isOpen === null && row.depth > 0 ? 18 : 0) }}
    >
      {row.isOpen !== null && (
        <ChevronRight className={styles.chevron} data-open={row.isOpen ? '' : undefined} aria-hidden="true" />
      )}
      <Label words={words.slice(0, LONGEST_TITLE)} />
      {row.isOpen !== null && <span className={styles.nodes}>{formatCount(row.sum.nodes)}</span>}
    </span>
  );
}

/** Of a path its end tells more than its beginning: where room is short, the middle goes. */
function Label({ words }: { readonly words: string }) {
  const cut = words.length > 24 ? words.length - 16 : words.length;
  return (
    <span className={styles.label}>
      <span className={styles.labelHead}>{words.slice(0, cut)}</span>
      {cut < words.length && <span className={styles.labelTail}>{words.slice(cut)}</span>}
    </span>
  );
}

function Share({
  row,
  words,
  scale,
}: {
  readonly row: OperatorRow;
  readonly words: string;
  readonly scale: number;
}) {
  const width = scale > 0 ? Math.min(100, Math.max(0, (row.sum.share / scale) * 100)) : 0;
  return (
    <span className={styles.share}>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles.bar}
          style={{
            width: `${width}%`,
            ...(row.family === null ? {} : { background: `var(--family-${row.family})` }),
          }}
        />
      </span>
      {words}
    </span>
  );
}
