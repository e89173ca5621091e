import { useState, type FormEvent } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { TextField } from '../../components/TextField.tsx';
import { patchRun } from '../run/run-actions.ts';
import { parseTags } from '../run/tags.ts';
import styles from './EditRunDialog.module.css';

export interface EditRunDialogProps {
  readonly run: Pick<RunFacts, 'id' | 'name' | 'tags'>;
  readonly onClose: () => void;
}

export function EditRunDialog({ run, onClose }: EditRunDialogProps) {
  const [name, setName] = useState(run.name);
  const [tags, setTags] = useState(run.tags.join(', '));
  const [error, setError] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const formId = `edit-${run.id}`;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    setSaving(true);
    patchRun(run.id, { name: name.trim(), tags: parseTags(tags) }).then(onClose, (reason: unknown) => {
      setError(reason);
      setSaving(false);
    });
  };

  return (
    <Dialog
      title="Name and tags"
      open
      onClose={onClose}
      size="narrow"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form={formId} disabled={saving}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={save}>
        <TextField label="Name" value={name} onChange={setName} ref={startHere} maxLength={200} />
        <TextField label="Tags" value={tags} onChange={setTags} hint="Separated by commas." />
        {error !== null && <ErrorState error={error} inline />}
      </form>
    </Dialog>
  );
}

/** A modal dialog looks for the attribute when it opens; React's autoFocus only focuses, and too early. */
function startHere(input: HTMLInputElement | null): void {
  input?.setAttribute('autofocus', '');
}
