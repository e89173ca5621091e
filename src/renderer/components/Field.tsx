import { useId, type ReactNode } from 'react';
import styles from './Field.module.css';

export interface FieldProps {
  readonly label: string;
  /** The label is read out but not shown. */
  readonly labelHidden?: boolean;
  readonly hint?: ReactNode;
  /** What is wrong with the value, in words. */
  readonly problem?: string | null;
}

export interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** Label above, control, then the hint or what is wrong. */
export function Field({
  label,
  labelHidden,
  hint,
  problem,
  children,
}: FieldProps & { readonly children: (ids: ControlIds) => ReactNode }) {
  const id = useId();
  const below = problem ?? hint;
  const belowId = below === undefined || below === null ? undefined : `${id}-below`;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={labelHidden === true ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children({ id, 'aria-describedby': belowId, 'aria-invalid': problem ? true : undefined })}
      {belowId !== undefined && (
        <span id={belowId} className={problem ? styles.problem : styles.hint}>
          {below}
        </span>
      )}
    </div>
  );
}
