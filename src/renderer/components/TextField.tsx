import type { ComponentProps, ReactNode } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import styles from './Field.module.css';

export interface TextFieldProps
  extends FieldProps, Omit<ComponentProps<'input'>, 'id' | 'onChange' | 'value' | 'size'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly icon?: ReactNode;
}

export function TextField({
  label,
  labelHidden,
  hint,
  problem,
  value,
  onChange,
  icon,
  ...rest
}: TextFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      problem={problem ?? null}
      {...(labelHidden === undefined ? {} : { labelHidden })}
    >
      {(ids) => (
        <span className={styles.box}>
          {icon !== undefined && <span className={styles.leading}>{icon}</span>}
          <input
            type="text"
            autoComplete="off"
            spellCheck={false}
            {...rest}
            {...ids}
            className={styles.control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        </span>
      )}
    </Field>
  );
}
