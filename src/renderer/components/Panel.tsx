import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Panel.module.css';

export interface PanelProps {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Content up to the edges: tables and charts. */
  readonly flush?: boolean;
  readonly className?: string;
}

/** A raised surface with a title: the one box of the interface. Panels are not put inside panels. */
export function Panel({ title, actions, children, flush = false, className }: PanelProps) {
  const id = useId();
  return (
    <section className={classNames(styles.panel, className)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {actions}
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
