import { ToggleGroup } from 'radix-ui';
import { useId, useState, type ReactNode } from 'react';
import { parseSizes } from '../../../contract/size-list.ts';
import { formatCount } from '../../../contract/units.ts';
import { TextField } from '../../components/TextField.tsx';
import styles from './AxisField.module.css';

export interface Chip {
  readonly value: string;
  readonly label: string;
  /** Why it cannot be chosen. */
  readonly refusal?: string;
}

export interface AxisFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly chips: readonly Chip[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly children?: ReactNode;
}

/** One axis: what may be chosen of it as chips, each on or off. */
export function AxisField({ label, hint, chips, chosen, onChange, children }: AxisFieldProps) {
  const id = useId();
  return (
    <div className={styles.axis}>
      <div className={styles.words}>
        <span id={id} className={styles.label}>
          {label}
        </span>
        <span className={styles.hint}>{chosen.length === 0 ? hint : `${chosen.length} chosen`}</span>
      </div>
      <div className={styles.choice}>
        <ToggleGroup.Root
          type="multiple"
          aria-labelledby={id}
          className={styles.chips}
          value={[...chosen]}
          onValueChange={onChange}
        >
          {chips.map(({ value, label: words, refusal }) => (
            <ToggleGroup.Item
              key={value}
              value={value}
              className={styles.chip}
              disabled={refusal !== undefined}
              title={refusal}
            >
              {words}
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
        {children}
      </div>
    </div>
  );
}

export interface SizeFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly usual: readonly number[];
  readonly chosen: readonly number[];
  readonly onChange: (chosen: readonly number[]) => void;
}

/** An axis of numbers: the usual ones as chips, any others typed. */
export function SizeField({ label, hint, usual, chosen, onChange }: SizeFieldProps) {
  const [text, setText] = useState('');
  const ascending = (sizes: readonly number[]): readonly number[] =>
    [...new Set(sizes)].sort((a, b) => a - b);
  const typed = parseSizes(text);
  return (
    <AxisField
      label={label}
      hint={hint}
      chips={ascending([...usual, ...chosen]).map((size) => ({
        value: String(size),
        label: formatCount(size),
      }))}
      chosen={chosen.map(String)}
      onChange={(values) => onChange(ascending(values.map(Number)))}
    >
      <form
        className={styles.more}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === null) return;
          onChange(ascending([...chosen, ...typed]));
          setText('');
        }}
      >
        <TextField
          label={`More values for ${label.toLowerCase()}`}
          labelHidden
          value={text}
          onChange={setText}
          placeholder="more: 24 or 1..64"
          problem={text.trim() !== '' && typed === null ? 'Numbers, or a range as 1..64' : null}
        />
      </form>
    </AxisField>
  );
}
