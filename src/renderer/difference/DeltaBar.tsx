import type { DifferencePart } from '../../contract/difference.ts';
import {
  deltaWord,
  isUnclear,
  signedDuration,
  signedInterval,
} from '../../core/analysis/difference/shown/delta-words.ts';
import styles from './Difference.module.css';

const WIDTH = 92;
const HEIGHT = 14;

export interface DeltaBarProps {
  readonly part: Pick<DifferencePart, 'deltaMs' | 'deltaCi95' | 'isClear'>;
  /** What reaches to the bar's end. */
  readonly most: number;
}

/** How much slower or faster, as a bar from the middle with its interval as a line, and in words. */
export function DeltaBar({ part, most }: DeltaBarProps) {
  const { deltaMs, deltaCi95 } = part;
  const half = WIDTH / 2;
  const place = (ms: number): number =>
    half + (most > 0 ? Math.max(-1, Math.min(1, ms / most)) : 0) * (half - 1);
  const end = place(deltaMs);
  const unclear = isUnclear(part as DifferencePart);
  const word = unclear ? 'not clear' : deltaWord(deltaMs);
  return (
    <span className={styles.delta} title={`${word} ${signedInterval(deltaCi95)}`.trim()}>
      <svg width={WIDTH} height={HEIGHT} className={styles.deltaBar} aria-hidden="true">
        <line x1={half} x2={half} y1="0" y2={HEIGHT} className={styles.zero} />
        <rect
          x={Math.min(half, end)}
          y="3"
          width={Math.max(1, Math.abs(end - half))}
          height={HEIGHT - 6}
          className={unclear ? styles.unclear : deltaMs > 0 ? styles.slower : styles.faster}
        />
        {deltaCi95 !== null && (
          <path
            className={styles.whisker}
            d={`M${place(deltaCi95[0])} 4V${HEIGHT - 4}M${place(deltaCi95[1])} 4V${HEIGHT - 4}M${place(deltaCi95[0])} ${HEIGHT / 2}H${place(deltaCi95[1])}`}
          />
        )}
      </svg>
      <span className={styles.deltaText} data-unclear={unclear ? '' : undefined}>
        {signedDuration(deltaMs)}
        <span className="visually-hidden"> {word}</span>
      </span>
    </span>
  );
}
