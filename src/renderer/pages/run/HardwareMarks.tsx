import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { formatDuration } from '../../../contract/units.ts';
import { clockWords } from '../hardware/recordings/recording-words.ts';
import { ChartAside } from './ChartSurface.tsx';
import type { RunHardware } from './use-run-hardware.ts';
import styles from './HardwareMarks.module.css';

const MOST_NAMED = 6;

/** The shaded stretches in words, and how far the clocks beneath the charts can be trusted. */
export function HardwareMarks({ hardware }: { readonly hardware: RunHardware }) {
  const { recording } = hardware;
  const marks = [...hardware.marks.cards, ...hardware.marks.processor];
  const clocks = clockWords(recording.clocks);
  return (
    <>
      {marks.length > 0 && (
        <ul className={styles.marks} aria-label="Shaded in the charts">
          {marks.slice(0, MOST_NAMED).map(({ kind, words, fromSeconds, toSeconds }) => (
            <li key={`${kind} ${words} ${fromSeconds}`} className={styles.mark}>
              {kind === 'throttling' ? (
                <OctagonAlert aria-hidden="true" />
              ) : (
                <TriangleAlert aria-hidden="true" />
              )}
              {words}
              <span className={styles.when}>
                {formatDuration(fromSeconds * 1000)} – {formatDuration(toSeconds * 1000)}
              </span>
            </li>
          ))}
          {marks.length > MOST_NAMED && <li className={styles.when}>and {marks.length - MOST_NAMED} more</li>}
        </ul>
      )}
      {clocks !== '' && <ChartAside>{clocks}.</ChartAside>}
    </>
  );
}
