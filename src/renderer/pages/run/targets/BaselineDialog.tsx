import { useState, type FormEvent } from 'react';
import type { Run } from '../../../../contract/run.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { useApi } from '../../../state/connection.ts';
import { useBaselines } from '../../../state/targets.ts';
import { showToast } from '../../../state/toasts.ts';
import styles from './TargetsTab.module.css';

export interface BaselineDialogProps {
  readonly run: Pick<Run, 'id'>;
  readonly onClose: () => void;
}

/** Gives a run a name that others are held against; a name that is taken moves to this run. */
export function BaselineDialog({ run, onClose }: BaselineDialogProps) {
  const api = useApi();
  const { data: baselines = [] } = useBaselines();
  const [name, setName] = useState('main');
  const [error, setError] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const wanted = name.trim();
  const taken = baselines.some((baseline) => baseline.name === wanted && baseline.runId !== run.id);
  const formId = `baseline-${run.id}`;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    setSaving(true);
    api.setBaseline(wanted, run.id).then(
      () => {
        showToast({ text: `This run is the baseline “${wanted}” from now on` });
        onClose();
      },
      (reason: unknown) => {
        setError(reason);
        setSaving(false);
      },
    );
  };

  return (
    <Dialog
      title="Use as baseline"
      open
      onClose={onClose}
      size="narrow"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form={formId} disabled={saving || wanted === ''}>
            {taken ? 'Move the name here' : 'Set baseline'}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.report} onSubmit={save}>
        <TextField
          label="Name of the baseline"
          value={name}
          onChange={setName}
          maxLength={60}
          hint={
            taken
              ? 'Another run has this name now: it moves to this one.'
              : 'As in main or release-2.1. Other runs can then be held against it.'
          }
        />
        {error !== null && <ErrorState error={error} inline />}
      </form>
    </Dialog>
  );
}
