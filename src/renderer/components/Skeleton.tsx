import { classNames } from './class-names.ts';
import styles from './Skeleton.module.css';

export interface SkeletonProps {
  readonly shape?: 'line' | 'block' | 'title' | 'chart';
  /** How many of them, for rows. */
  readonly count?: number;
}

/** Stands where something will be. Wrap a page of them in <Loading>. */
export function Skeleton({ shape = 'line', count = 1 }: SkeletonProps) {
  return (
    <>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className={classNames(styles.bone, styles[shape])} aria-hidden="true" />
      ))}
    </>
  );
}
