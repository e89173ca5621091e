import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Badge.module.css';

export interface BadgeProps {
  readonly tone?: 'neutral' | 'good' | 'bad' | 'warning' | 'info' | 'accent';
  /** A sign before the word, so that the colour is never alone. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', icon, children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      {icon}
      {children}
    </span>
  );
}
