import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  /** Primary: the one thing to do on a page. Danger: ends or removes something. */
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'large';
  readonly icon?: ReactNode;
  /** Shown after the words, as part of the button's face only. */
  readonly trailing?: ReactNode;
}

export function Button({
  kind = 'secondary',
  size = 'normal',
  icon,
  trailing,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, styles[kind], size === 'large' && styles.large, className)}
      {...rest}
    >
      {icon}
      <span className={styles.words}>{children}</span>
      {trailing}
    </button>
  );
}
