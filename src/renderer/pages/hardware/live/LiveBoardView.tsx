import { ChevronRight } from 'lucide-react';
import { memo, useEffect, useId, useMemo, useRef, useState, type PointerEvent } from 'react';
import { formatDuration } from '../../../../contract/units.ts';
import { usePalette } from '../../../charts/palette.ts';
import { useThresholds } from '../../../state/hardware-alerts.ts';
import type { DeviceGroup } from '../device-groups.ts';
import { limitsOf } from '../limits.ts';
import { LiveBoard } from './live-board.ts';
import { LiveRow } from './LiveRow.tsx';
import { axisTicks } from './axis-ticks.ts';
import styles from './LiveBoard.module.css';

/** Devices beyond this many rows begin folded. */
const OPEN_ROWS = 24;
const KEY_STEP = 0.02;

export interface LiveBoardViewProps {
  readonly groups: readonly DeviceGroup[];
  readonly hertz: number;
  readonly isHeld: boolean;
}

/** Every device on one time axis, with one crosshair. */
export function LiveBoardView({ groups, hertz, isHeld }: LiveBoardViewProps) {
  const [board] = useState(() => new LiveBoard());
  const [agoSeconds, setAgo] = useState<number | null>(null);
  const palette = usePalette();
  const { data: thresholds = [] } = useThresholds();
  useEffect(() => board.follow(setAgo), [board]);
  useEffect(() => board.dress(palette, (row) => limitsOf(row, thresholds)), [board, palette, thresholds]);
  useEffect(() => board.hold(isHeld), [board, isHeld]);
  const point = (event: PointerEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['axis'] === undefined) {
      if (!(event.target instanceof HTMLCanvasElement)) return board.point(null);
    }
    const { left, width } = event.target.getBoundingClientRect();
    board.point((event.clientX - left) / width);
  };
  return (
    <div className={styles.board} onPointerMove={point} onPointerLeave={() => board.point(null)}>
      <Axis board={board} seconds={1000 / hertz} agoSeconds={agoSeconds} />
      {groups.map((group, index) => (
        <Group
          key={group.id}
          group={group}
          board={board}
          // Nothing to see of a run where none goes on.
          startsOpen={
            group.id !== 'process' && (rowsUpTo(groups, index) <= OPEN_ROWS || group.rows.length <= 6)
          }
        />
      ))}
    </div>
  );
}

function rowsUpTo(groups: readonly DeviceGroup[], index: number): number {
  return groups.slice(0, index + 1).reduce((sum, { rows }) => sum + rows.length, 0);
}

interface AxisProps {
  readonly board: LiveBoard;
  readonly seconds: number;
  readonly agoSeconds: number | null;
}

function Axis({ board, seconds, agoSeconds }: AxisProps) {
  const share = useRef(1);
  const pointed =
    agoSeconds === null ? 'now' : agoSeconds === 0 ? 'now' : `−${formatDuration(agoSeconds * 1000)}`;
  const step = (by: number): void => {
    share.current = Math.min(1, Math.max(0, share.current + by));
    board.point(share.current);
  };
  return (
    <div className={styles.axis}>
      <span className={styles.axisHead}>Last {formatDuration(seconds * 1000)}</span>
      <div
        className={styles.ticks}
        data-axis=""
        role="slider"
        tabIndex={0}
        aria-label="Time under the crosshair"
        aria-valuemin={-seconds}
        aria-valuemax={0}
        aria-valuenow={agoSeconds === null ? 0 : -agoSeconds}
        aria-valuetext={pointed}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') step(-KEY_STEP);
          else if (event.key === 'ArrowRight') step(KEY_STEP);
          else if (event.key === 'Escape') board.point(null);
          else return;
          event.preventDefault();
        }}
      >
        {axisTicks(seconds).map(({ place, label }) => (
          <span key={label} className={styles.tick} style={{ left: `${place * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
      <span className={styles.numberHead} data-pointed={agoSeconds === null ? undefined : ''}>
        {pointed}
      </span>
      <span className={styles.numberHead}>mean</span>
      <span className={styles.numberHead}>max</span>
      <span className={styles.menuHead} />
    </div>
  );
}

interface GroupProps {
  readonly group: DeviceGroup;
  readonly board: LiveBoard;
  readonly startsOpen: boolean;
}

const Group = memo(function Group({ group, board, startsOpen }: GroupProps) {
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  const count = useMemo(
    () => `${group.rows.length} ${group.rows.length === 1 ? 'chart' : 'charts'}`,
    [group],
  );
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h2>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight aria-hidden="true" />
          <span id={id} className={styles.name}>
            {group.title}
          </span>
          <span className={styles.detail}>{open ? group.detail : `${group.detail} ${count}`.trim()}</span>
        </button>
      </h2>
      {open && (
        <table className={styles.table} aria-labelledby={id}>
          <colgroup>
            <col className={styles.headCol} />
            <col className={styles.scaleCol} />
            <col />
            <col className={styles.numberCol} />
            <col className={styles.numberCol} />
            <col className={styles.numberCol} />
            <col className={styles.menuCol} />
          </colgroup>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Top of the scale</th>
              <th scope="col">Over time</th>
              <th scope="col">Now</th>
              <th scope="col">Mean</th>
              <th scope="col">Maximum</th>
              <th scope="col">Menu</th>
            </tr>
          </thead>
          <tbody>
            {group.rows.map((row) => (
              <LiveRow key={row.id} row={row} board={board} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
});
