import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './Table.module.css';

/** Rows of 28 px, hairlines, tabular figures. The caption is read out, not shown. */
export function Table({
  caption,
  className,
  children,
  ...rest
}: ComponentProps<'table'> & { caption: string }) {
  return (
    <table className={classNames(styles.table, className)} {...rest}>
      <caption className="visually-hidden">{caption}</caption>
      {children}
    </table>
  );
}

export function HeadCell({
  numeric = false,
  className,
  ...rest
}: ComponentProps<'th'> & { readonly numeric?: boolean }) {
  return (
    <th scope="col" className={classNames(styles.head, numeric && styles.numeric, className)} {...rest} />
  );
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={classNames(styles.row, className)} {...rest} />;
}

/** The cell that names its row. */
export function RowHead({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="row" className={classNames(styles.cell, styles.rowHead, className)} {...rest} />;
}

export function Cell({
  numeric = false,
  className,
  ...rest
}: ComponentProps<'td'> & { readonly numeric?: boolean }) {
  return <td className={classNames(styles.cell, numeric && styles.numeric, className)} {...rest} />;
}
