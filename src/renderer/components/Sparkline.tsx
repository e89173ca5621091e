import styles from './Sparkline.module.css';

export interface SparklineProps {
  /** Accessible name; absent where the numbers stand beside it. */
  readonly label?: string;
  /** Null is a gap: not measured. */
  readonly values: readonly (number | null)[];
  readonly kind?: 'line' | 'bars';
  readonly width?: number;
  readonly height?: number;
  /** The top of the scale; the largest value where absent. */
  readonly max?: number;
  /** How many values fill the width; fewer sit at its right end. */
  readonly capacity?: number;
}

/** Plain SVG in the current colour: cheap enough for every row of a table. */
export function Sparkline({
  label,
  values,
  kind = 'line',
  width = 64,
  height = 16,
  max,
  capacity,
}: SparklineProps) {
  const top = Math.max(max ?? 0, ...(max === undefined ? values.map((value) => value ?? 0) : []), 1e-12);
  const path =
    kind === 'bars' ? bars(values, width, height, top) : line(values, width, height, top, capacity);
  return (
    <svg
      className={styles.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={path} className={kind === 'bars' ? styles.bars : styles.line} />
    </svg>
  );
}

function bars(values: readonly (number | null)[], width: number, height: number, top: number): string {
  const step = width / Math.max(1, values.length);
  return values
    .map((value, index) => {
      if (value === null || value <= 0) return '';
      const tall = Math.max(1, (value / top) * height);
      return `M${round(index * step)} ${height}v${round(-tall)}h${round(Math.max(1, step - 0.5))}V${height}z`;
    })
    .join('');
}

function line(
  values: readonly (number | null)[],
  width: number,
  height: number,
  top: number,
  capacity = values.length,
): string {
  const step = width / Math.max(1, capacity - 1);
  const start = width - (values.length - 1) * step;
  let pen = 'M';
  return values
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const y = height - 0.75 - (Math.min(value, top) / top) * (height - 1.5);
      const part = `${pen}${round(start + index * step)} ${round(y)}`;
      pen = 'L';
      return part;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
