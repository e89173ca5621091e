import { useEffect, useMemo, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { formatCount } from '../../../contract/units.ts';
import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { parseTags } from '../run/tags.ts';
import { cutText } from './cut-text.ts';
import { editRuns } from './run-edits.ts';
import { findTags, tagStates, type TagState } from './tag-choice.ts';
import { showRow, useRowWindow } from './use-row-window.ts';
import styles from './TagDialog.module.css';

const ROW_HEIGHT = 28;

export interface TagDialogProps {
  readonly table: RunTable;
  readonly ids: readonly string[];
  readonly onClose: () => void;
}

type Wish = 'add' | 'remove';

/** Which tags the selected runs have, all or some of them; ticking and unticking says what to add and take off. */
export function TagDialog({ table, ids, onClose }: TagDialogProps) {
  const [typed, setTyped] = useState('');
  const [wishes, setWishes] = useState<ReadonlyMap<string, Wish>>(new Map());
  const [active, setActive] = useState(0);
  const [isSaving, setSaving] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const known = useMemo(() => tagStates(table, ids), [table, ids]);

  const fresh = useMemo(() => {
    const names = new Set(known.map(({ tag }) => tag));
    return [...wishes.keys()].filter((tag) => !names.has(tag)).map((tag) => ({ tag, runs: 0, chosen: 0 }));
  }, [known, wishes]);
  const found = useMemo(() => findTags([...fresh, ...known], typed), [fresh, known, typed]);
  const typedTags = parseTags(typed);
  const isNew =
    typedTags.length > 0 && !found.some(({ tag }) => typedTags.length === 1 && tag === typedTags[0]);
  const shown = useRowWindow(list, found.length, ROW_HEIGHT);

  const stateOf = ({ tag, chosen }: TagState): boolean | 'mixed' => {
    const wish = wishes.get(tag);
    if (wish !== undefined) return wish === 'add';
    return chosen === ids.length ? true : chosen > 0 ? 'mixed' : false;
  };
  const wish = (tags: readonly string[], next: Wish): void => {
    setWishes((before) => new Map([...before, ...tags.map((tag) => [tag, next] as const)]));
  };
  const toggle = (each: TagState): void => wish([each.tag], stateOf(each) === true ? 'remove' : 'add');
  const addTyped = (): void => {
    wish(typedTags, 'add');
    setTyped('');
    setActive(0);
  };

  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || found.length === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(found.length - 1, active + step));
    setActive(next);
    showRow(list.current, next, ROW_HEIGHT, 0);
  };
  useEffect(() => setActive(0), [typed]);

  const addTags = [...wishes].flatMap(([tag, what]) => (what === 'add' ? [tag] : []));
  const removeTags = [...wishes].flatMap(([tag, what]) => (what === 'remove' ? [tag] : []));
  const pick = (event: FormEvent): void => {
    event.preventDefault();
    const each = found[active];
    if (isNew) addTyped();
    else if (each !== undefined) toggle(each);
  };
  const save = (): void => {
    setSaving(true);
    const added = [...addTags, ...(isNew ? typedTags : [])];
    void editRuns(ids, { addTags: added, removeTags }).then((done) => (done ? onClose() : setSaving(false)));
  };

  return (
    <Dialog
      title={`Tags of ${ids.length === 1 ? 'one run' : `${formatCount(ids.length)} runs`}`}
      open
      onClose={onClose}
      size="narrow"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" disabled={isSaving || (wishes.size === 0 && !isNew)} onClick={save}>
            {isSaving ? 'Saving' : 'Save'}
          </Button>
        </>
      }
    >
      <form className={styles.form} onSubmit={pick}>
        <TextField
          label="Find or add a tag"
          value={typed}
          onChange={setTyped}
          onKeyDown={press}
          autoFocus
          maxLength={200}
          hint={
            isNew
              ? `Enter adds ${typedTags.map((tag) => `“${tag}”`).join(', ')}`
              : 'Enter ticks the marked one; commas part several.'
          }
        />
        <div
          ref={list}
          className={styles.list}
          role="group"
          aria-label={`${formatCount(found.length)} tags`}
          tabIndex={-1}
        >
          {found.length === 0 && (
            <p className={styles.none}>{known.length === 0 ? 'No tags yet.' : 'No such tag yet.'}</p>
          )}
          <div className={styles.body} style={{ height: found.length * ROW_HEIGHT }}>
            {found.slice(shown.first, shown.end).map((each, offset) => (
              <TagLine
                key={each.tag}
                state={each}
                ticked={stateOf(each)}
                total={ids.length}
                top={(shown.first + offset) * ROW_HEIGHT}
                isActive={shown.first + offset === active}
                onToggle={() => toggle(each)}
              />
            ))}
          </div>
        </div>
      </form>
    </Dialog>
  );
}

interface TagLineProps {
  readonly state: TagState;
  readonly ticked: boolean | 'mixed';
  readonly total: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly onToggle: () => void;
}

function TagLine({ state, ticked, total, top, isActive, onToggle }: TagLineProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = ticked === 'mixed';
  }, [ticked]);
  const { tag, runs, chosen } = state;
  return (
    <label
      className={styles.line}
      style={{ transform: `translateY(${top}px)` }}
      data-active={isActive ? '' : undefined}
    >
      <input ref={box} type="checkbox" checked={ticked === true} onChange={onToggle} />
      <bdi className={styles.tag}>{cutText(tag)}</bdi>
      <span className={styles.detail}>
        {runs === 0
          ? 'new'
          : ticked === 'mixed'
            ? `${formatCount(chosen)} of ${formatCount(total)}`
            : formatCount(runs)}
      </span>
    </label>
  );
}
