import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Callout.module.css';

export interface CalloutProps {
  readonly tone: 'info' | 'good' | 'warning' | 'bad';
  readonly title?: string;
  readonly children?: ReactNode;
  /** Read out at once. */
  readonly live?: boolean;
}

const ICONS = { info: Info, good: CircleCheck, warning: TriangleAlert, bad: OctagonAlert };

export function Callout({ tone, title, children, live = false }: CalloutProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classNames(styles.callout, styles[tone])} role={live ? 'alert' : 'note'}>
      <Icon className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
