import { useState } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import styles from './Field.module.css';

export interface NumberFieldProps extends FieldProps {
  /** Undefined: left to the plan. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
  /** Whole numbers only, unless said otherwise. */
  readonly fraction?: boolean;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
}

/** A text box for numbers: no wheel, no spinner; what is no number is said, not swallowed. */
export function NumberField({
  label,
  labelHidden,
  hint,
  problem,
  value,
  onChange,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  fraction = false,
  unit,
  placeholder,
  disabled,
}: NumberFieldProps) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (parse(text) !== value) setText(value === undefined ? '' : String(value));
  }
  const own = complaint(text, min, max, fraction);
  const change = (next: string): void => {
    setText(next);
    if (complaint(next, min, max, fraction) !== null) return;
    setKnown(parse(next));
    onChange(parse(next));
  };
  return (
    <Field
      label={label}
      hint={hint}
      problem={own ?? problem ?? null}
      {...(labelHidden === undefined ? {} : { labelHidden })}
    >
      {(ids) => (
        <span className={styles.box}>
          <input
            {...ids}
            type="text"
            inputMode={fraction ? 'decimal' : 'numeric'}
            autoComplete="off"
            className={styles.control}
            value={text}
            placeholder={placeholder}
            disabled={disabled}
            onChange={(event) => change(event.target.value)}
          />
          {unit !== undefined && <span className={styles.unit}>{unit}</span>}
        </span>
      )}
    </Field>
  );
}

function parse(text: string): number | undefined {
  const bare = text.replaceAll(/[\s_]/g, '');
  return bare === '' ? undefined : Number(bare);
}

function complaint(text: string, min: number, max: number, fraction: boolean): string | null {
  const value = parse(text);
  if (value === undefined) return null;
  if (!Number.isFinite(value)) return 'Not a number';
  if (!fraction && !Number.isInteger(value)) return 'A whole number, please';
  if (value < min) return `At least ${min}`;
  if (value > max) return `At most ${max}`;
  return null;
}
