import type { CSSProperties } from 'react';
import { sideLook } from '../../../core/charts/side-look.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { usePalette } from '../../charts/palette.ts';
import styles from './SideMark.module.css';

/** "A" in the hue that the run has in every chart below. */
export function SideMark({ index }: { readonly index: number }) {
  const { color, type } = sideLook(usePalette(), index);
  return (
    <span
      className={styles.mark}
      style={{ '--side': color, '--side-line': type } as CSSProperties}
      aria-label={index === 0 ? 'A, the reference' : sideLabel(index)}
      role="img"
    >
      {sideLabel(index)}
    </span>
  );
}
