import { Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { suggestFilter, type FilterSuggestion } from '../../../core/analysis/run-list/suggest-filter.ts';
import { cutText } from './cut-text.ts';
import { FilterHelp } from './FilterHelp.tsx';
import styles from './FilterField.module.css';

export interface FilterFieldProps {
  readonly table: RunTable;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What of it could not be followed. */
  readonly problems: readonly string[];
}

/** A text field that knows what can be typed: arrows choose from what it offers, Tab or Enter takes it. */
export function FilterField({ table, value, onChange, problems }: FilterFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  useSlashKey(() => input.current?.focus());

  const found = cursor === null ? null : suggestFilter(table.columns, value, cursor);
  const options = found?.options ?? [];
  const close = (): void => setCursor(null);

  const take = ({ text, goesOn }: FilterSuggestion): void => {
    if (found === null) return;
    const before = value.slice(0, found.from) + text + (goesOn ? '' : ' ');
    onChange(before + value.slice(found.to).trimStart());
    setChosen(-1);
    setCursor(goesOn ? before.length : null);
    requestAnimationFrame(() => input.current?.setSelectionRange(before.length, before.length));
  };

  const press = (event: KeyboardEvent): void => {
    const option = options[chosen];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (options.length === 0) return;
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen((chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && option !== undefined) {
      event.preventDefault();
      take(option);
    } else if (event.key === 'Escape' && options.length > 0) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter') {
      close();
    }
  };

  return (
    <div className={styles.field}>
      <span className={styles.box} data-problem={problems.length > 0 ? '' : undefined}>
        <Search aria-hidden="true" className={styles.sign} />
        <input
          ref={input}
          type="search"
          role="combobox"
          className={styles.input}
          aria-label="Filter runs"
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 && chosen < options.length ? `${listId}-${chosen}` : undefined}
          aria-describedby={problems.length > 0 ? `${listId}-problem` : undefined}
          placeholder="Filter: words, model:resnet, #tag, p50<5ms… ( / )"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setCursor(event.target.selectionStart);
            setChosen(-1);
          }}
          onKeyDown={press}
          onBlur={close}
        />
        <FilterHelp
          onTake={(example) => onChange(value === '' ? example : `${value.trimEnd()} ${example}`)}
        />
      </span>
      <ul
        id={listId}
        role="listbox"
        aria-label="What can be typed"
        className={styles.list}
        hidden={options.length === 0}
      >
        {options.map((option, index) => (
          <li
            key={option.text}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={styles.option}
            // Before the field loses the focus, and with it the list.
            onMouseDown={(event) => {
              event.preventDefault();
              take(option);
            }}
          >
            <bdi className={styles.text}>{cutText(option.text)}</bdi>
            <span className={styles.detail}>{option.detail}</span>
          </li>
        ))}
      </ul>
      {problems.length > 0 && (
        <p id={`${listId}-problem`} className={styles.problem} role="note">
          {problems.map(cutText).join(' ')}
        </p>
      )}
    </div>
  );
}

/** "/" leads to the filter from anywhere but another field. */
function useSlashKey(focus: () => void): void {
  const latest = useRef(focus);
  useEffect(() => {
    latest.current = focus;
  });
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
