import { useEffect, useRef } from 'react';
import { liveFeed, onLiveRun } from '../../state/live-runs.ts';
import { narrowingPaths } from './narrowing-paths.ts';
import styles from './NarrowingBand.module.css';

const WIDTH = 136;
const HEIGHT = 52;
/** Twice a second is enough to see it narrow. */
const PAUSE_MS = 500;

/** The median's interval over the course of the run, drawn straight into the SVG: no rendering per step. */
export function NarrowingBand({ runId }: { readonly runId: string }) {
  const band = useRef<SVGPathElement>(null);
  const line = useRef<SVGPathElement>(null);
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY;
    const draw = (): void => {
      const now = performance.now();
      if (now - last < PAUSE_MS) return;
      last = now;
      const paths = narrowingPaths(liveFeed(runId)?.narrowing ?? [], WIDTH, HEIGHT);
      band.current?.setAttribute('d', paths.band);
      line.current?.setAttribute('d', paths.line);
    };
    draw();
    return onLiveRun(runId, draw);
  }, [runId]);
  return (
    <svg
      className={styles.chart}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label="The median’s interval narrowing over the run"
    >
      <path ref={band} className={styles.band} />
      <path ref={line} className={styles.line} />
    </svg>
  );
}
