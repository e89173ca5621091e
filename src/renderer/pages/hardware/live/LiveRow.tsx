import { memo, useEffect, useRef } from 'react';
import { formatBytes } from '../../../../contract/units.ts';
import { SeverityMark } from '../alerts/SeverityMark.tsx';
import { useOpenAlertOf } from '../alerts/use-open-alert.ts';
import type { HardwareRow } from '../device-groups.ts';
import type { LiveBoard } from './live-board.ts';
import { RowMenu } from './RowMenu.tsx';
import styles from './LiveBoard.module.css';

/** Rendered once; the board draws and writes into it as readings come. */
export const LiveRow = memo(function LiveRow({
  row,
  board,
}: {
  readonly row: HardwareRow;
  readonly board: LiveBoard;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = useRef<HTMLTableCellElement>(null);
  const now = useRef<HTMLTableCellElement>(null);
  const mean = useRef<HTMLTableCellElement>(null);
  const max = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    return board.add(row, {
      canvas: canvas.current as HTMLCanvasElement,
      scale: scale.current as HTMLElement,
      now: now.current as HTMLElement,
      mean: mean.current as HTMLElement,
      max: max.current as HTMLElement,
    });
  }, [board, row]);
  const labels = row.kind === 'lines' ? row.series.slice(0, 3).filter(({ label }) => label !== '') : [];
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.head}>
        <span className={styles.headLine}>
          <span className={styles.title} title={row.title}>
            {row.title}
            {row.kind === 'heat' && (
              <span className={styles.sub}>{row.series.length} cores: the busiest, the mean</span>
            )}
            {row.unit === 'bytes' && row.top !== null && (
              <span className={styles.sub}>of {formatBytes(row.top)}</span>
            )}
            <OpenAlert row={row} />
          </span>
          {labels.length > 0 && (
            <span className={styles.labels}>
              {labels.map(({ channel, label, hue }) => (
                <span key={channel} className={styles.label}>
                  <span className={styles.swatch} data-hue={hue} aria-hidden="true" />
                  {label}
                </span>
              ))}
            </span>
          )}
        </span>
      </th>
      <td ref={scale} className={styles.scale} />
      <td className={styles.chart} data-tall={tallness(row)}>
        <canvas ref={canvas} className={styles.canvas} role="img" aria-label={`${row.title} over time`} />
      </td>
      <td ref={now} className={styles.now} />
      <td ref={mean} className={styles.number} />
      <td ref={max} className={styles.number} />
      <td className={styles.menu}>
        <RowMenu row={row} board={board} />
      </td>
    </tr>
  );
});

function tallness({ kind, series }: HardwareRow): string | undefined {
  if (kind === 'heat' && series.length > 8) return series.length > 32 ? 'most' : 'more';
  return series.length > 2 ? 'more' : undefined;
}

function OpenAlert({ row }: { readonly row: HardwareRow }) {
  const alert = useOpenAlertOf(row);
  if (alert === null) return null;
  return (
    <a className={styles.alert} href="#/hardware/alerts">
      <SeverityMark severity={alert.severity} />
    </a>
  );
}
