import { useEffect, useRef, type PointerEvent } from 'react';
import { flameChart } from '../../core/charts/flame.ts';
import type { Canvas } from '../charts/EChart.tsx';
import { usePalette } from '../charts/palette.ts';
import type { Flame } from './use-flame.ts';
import styles from './Minimap.module.css';

const LEAST_ROWS = 4;
const MOST_ROWS = 24;

/** Everything at once, with what is in view: dragged, it moves; drawn anew beside it, it goes there. */
export function Minimap({ flame }: { readonly flame: Flame }) {
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<HTMLDivElement>(null);
  const grip = useRef<number | null>(null);
  const { source, viewport, query } = flame;

  useEffect(() => {
    let canvas: Canvas | null = null;
    let isGone = false;
    const draw = async (): Promise<void> => {
      const width = box.current?.clientWidth ?? 0;
      if (canvas === null || width === 0) return;
      const summaries = source.tracks.filter(({ isSummary }) => isSummary === true).slice(0, MOST_ROWS);
      const chosen = summaries.map(({ firstRow }) => firstRow);
      const rows = Math.max(
        LEAST_ROWS,
        chosen.length > 0 ? chosen.length : Math.min(MOST_ROWS, source.rowCount),
      );
      const { fromUs, toUs } = viewport.full;
      const view = { fromUs, toUs, fromRow: 0, toRow: rows, pixels: width, query };
      const found = await source.window(
        // A process as a whole matches nothing.
        chosen.length > 0 ? { ...view, rows: chosen, query: '' } : view,
      );
      if (isGone) return;
      const window =
        chosen.length > 0 ? { ...found, row: found.row.map((row) => chosen.indexOf(row)) } : found;
      canvas.draw(
        flameChart(
          {
            ...view,
            title: 'Overview',
            axis: source.axis,
            originUs: source.fromUs,
            tracks: source.tracks,
            categories: source.categories,
            window,
            isSearching: query !== '' && chosen.length === 0,
            selected: null,
            isUpsideDown: false,
            isBare: true,
          },
          palette,
        ),
      );
    };
    void import('../charts/EChart.tsx').then(({ openCanvas }) => {
      if (isGone || box.current === null) return;
      canvas = openCanvas(box.current, () => void draw());
      void draw();
    });
    return () => {
      isGone = true;
      canvas?.close();
    };
  }, [source, viewport, palette, query]);

  useEffect(() => {
    const place = (): void => {
      const { current: element } = shown;
      if (element === null) return;
      const { fromUs, toUs } = viewport.full;
      const { view } = viewport;
      const left = (view.fromUs - fromUs) / (toUs - fromUs);
      element.style.left = `${left * 100}%`;
      element.style.width = `${((view.toUs - view.fromUs) / (toUs - fromUs)) * 100}%`;
    };
    place();
    return viewport.subscribe(place);
  }, [viewport, source]);

  const timeAt = (event: PointerEvent<HTMLDivElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const { fromUs, toUs } = viewport.full;
    return fromUs + ((event.clientX - left) / width) * (toUs - fromUs);
  };
  const moveTo = (fromUs: number): void => {
    const { view } = viewport;
    viewport.pan((fromUs - view.fromUs) / (view.toUs - view.fromUs), 0);
  };
  return (
    <div
      className={styles.root}
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0 || viewport.isFitted) return;
        const at = timeAt(event);
        const { fromUs, toUs } = viewport.view;
        // Beside the window: its middle comes here first.
        grip.current = at >= fromUs && at <= toUs ? at - fromUs : (toUs - fromUs) / 2;
        moveTo(at - grip.current);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (grip.current !== null) moveTo(timeAt(event) - grip.current);
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      <div ref={box} className={styles.canvas} />
      <div ref={shown} className={styles.shown} />
    </div>
  );
}
