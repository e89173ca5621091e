import { ChevronsUpDown } from 'lucide-react';
import { Field, type FieldProps } from './Field.tsx';
import field from './Field.module.css';
import styles from './Select.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
}

/** The platform's own list box: typing ahead, touch and screen readers come with it. */
export function Select<Value extends string>({
  label,
  labelHidden,
  hint,
  problem,
  value,
  options,
  onChange,
  disabled,
}: SelectProps<Value>) {
  return (
    <Field
      label={label}
      hint={hint}
      problem={problem ?? null}
      {...(labelHidden === undefined ? {} : { labelHidden })}
    >
      {(ids) => (
        <span className={field.box}>
          <select
            {...ids}
            className={styles.select}
            value={value}
            disabled={disabled}
            onChange={(event) => onChange(event.target.value as Value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronsUpDown className={styles.chevron} aria-hidden="true" />
        </span>
      )}
    </Field>
  );
}
