import { useState } from 'react';
import { asDynoError } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/run.ts';
import { Field } from '../../components/Field.tsx';
import { Panel } from '../../components/Panel.tsx';
import { TextField } from '../../components/TextField.tsx';
import { parseTags } from './tags.ts';
import { useAutosave, type SaveState } from './use-autosave.ts';
import styles from './NotesTab.module.css';

export function NotesTab({ run }: { readonly run: Run }) {
  const [notes, setNotes] = useState(run.notes);
  const [tags, setTags] = useState(run.tags.join(', '));
  const { state, save } = useAutosave(run.id);
  return (
    <Panel title="Notes and tags" actions={<Saved state={state} />}>
      <div className={styles.form}>
        <TextField
          label="Tags"
          hint="Separated by commas."
          value={tags}
          onChange={(typed) => {
            setTags(typed);
            save({ tags: parseTags(typed) });
          }}
        />
        <Field label="Notes">
          {(ids) => (
            <textarea
              {...ids}
              className={styles.notes}
              rows={12}
              placeholder="What was tried, and why."
              value={notes}
              onChange={(event) => {
                setNotes(event.target.value);
                save({ notes: event.target.value });
              }}
            />
          )}
        </Field>
      </div>
    </Panel>
  );
}

function Saved({ state }: { readonly state: SaveState }) {
  const words =
    state.kind === 'failed' ? `Not saved: ${asDynoError(state.error).message}` : WORDS[state.kind];
  return (
    <span role="status" className={styles.saved} data-kind={state.kind}>
      {words}
    </span>
  );
}

const WORDS = {
  idle: 'Saved as you type',
  waiting: 'Not saved yet',
  saving: 'Saving',
  saved: 'Saved',
} as const;
