import type { ReactNode } from 'react';
import styles from './ChartSurface.module.css';

/** The raised box around charts that belong together; each has its own title inside. */
export function ChartSurface({ children }: { readonly children: ReactNode }) {
  return <div className={styles.surface}>{children}</div>;
}

export function ChartAside({ children }: { readonly children: ReactNode }) {
  return <p className={styles.aside}>{children}</p>;
}
