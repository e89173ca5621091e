import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { TextField } from '../../components/TextField.tsx';

export interface ViewNameDialogProps {
  /** Null: a new one. */
  readonly before: string | null;
  readonly taken: readonly string[];
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

export function ViewNameDialog({ before, taken, onSave, onClose }: ViewNameDialogProps) {
  const [name, setName] = useState(before ?? '');
  const [error, setError] = useState<unknown>(null);
  const wanted = name.trim();
  const replaces = wanted !== before && taken.includes(wanted);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted !== '') onSave(wanted).then(onClose, setError);
  };
  return (
    <Dialog
      title={before === null ? 'Save this view' : 'Rename the view'}
      open
      onClose={onClose}
      size="narrow"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form="view-name" disabled={wanted === ''}>
            {replaces ? 'Replace' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="view-name" onSubmit={save}>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={60}
          autoFocus
          hint={
            replaces
              ? 'There is a view of this name: it is replaced.'
              : 'Filter, groups, order and columns are kept under it.'
          }
        />
        {error !== null && <ErrorState error={error} inline />}
      </form>
    </Dialog>
  );
}
