import { useState, type FormEvent } from 'react';
import type { Recording } from '../../../../contract/recording.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { renameRecording } from '../../../state/recordings.ts';

export interface RenameDialogProps {
  readonly recording: Recording;
  readonly onClose: () => void;
}

export function RenameDialog({ recording, onClose }: RenameDialogProps) {
  const [name, setName] = useState(recording.name);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    void renameRecording(recording.id, name.trim());
    onClose();
  };
  return (
    <Dialog
      title="Rename the recording"
      size="narrow"
      open
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form="rename">
            Save
          </Button>
        </>
      }
    >
      <form id="rename" onSubmit={save}>
        <TextField
          label="Name"
          value={name}
          problem={name.trim() === '' ? 'It needs a name.' : null}
          onChange={setName}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
