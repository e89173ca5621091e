import { useState, type FormEvent } from 'react';
import { formatCount } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { restoreBackup } from '../../state/upkeep.ts';
import styles from './StorePanel.module.css';

export interface RestoreDialogProps {
  /** Empty: it is asked for. */
  readonly path: string;
  readonly runs: number;
  readonly onClose: () => void;
}

/** Says what becomes of what is there before anything is done. */
export function RestoreDialog({ path, runs, onClose }: RestoreDialogProps) {
  const [file, setFile] = useState(path);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    void restoreBackup(file.trim());
  };
  return (
    <Dialog
      title="Restore a backup"
      open
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form="restore-backup" disabled={file.trim() === ''}>
            Restore
          </Button>
        </>
      }
    >
      <form id="restore-backup" className={styles.form} onSubmit={submit}>
        <p>
          Everything becomes as the backup has it, in all programs that have this store open. The{' '}
          {formatCount(runs)} runs that are there now are kept as a backup first, so that this can be undone.
        </p>
        {path === '' ? (
          <TextField
            label="File of the backup"
            value={file}
            onChange={setFile}
            placeholder="/mnt/usb/runs.db"
            hint="The whole path, on the machine where Dyno runs."
          />
        ) : (
          <code className={styles.path}>{path}</code>
        )}
      </form>
    </Dialog>
  );
}
