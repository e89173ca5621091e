import { useState, type FormEvent } from 'react';
import type { UpkeepSettings } from '../../../contract/upkeep.ts';
import { Button } from '../../components/Button.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { TextField } from '../../components/TextField.tsx';
import { changeUpkeep } from '../../state/upkeep.ts';
import { showToast } from '../../state/toasts.ts';
import styles from './StorePanel.module.css';

/** An empty field switches off what it is about. */
export function UpkeepForm({ settings }: { readonly settings: UpkeepSettings }) {
  const [keepMonths, setKeepMonths] = useState(settings.keepMonths ?? undefined);
  const [backupDays, setBackupDays] = useState(settings.backupDays ?? undefined);
  const [backupsKept, setBackupsKept] = useState<number | undefined>(settings.backupsKept);
  const [secondFolder, setSecondFolder] = useState(settings.secondFolder ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = await changeUpkeep({
      keepMonths: keepMonths ?? null,
      backupDays: backupDays ?? null,
      backupsKept: backupsKept ?? settings.backupsKept,
      secondFolder: secondFolder.trim() === '' ? null : secondFolder.trim(),
    });
    setProblem(wrong);
    if (wrong === null) showToast({ text: 'Saved' });
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <div className={styles.fields}>
        <NumberField
          label="Keep runs for"
          unit="months"
          min={1}
          max={1200}
          value={keepMonths}
          onChange={setKeepMonths}
          placeholder="for ever"
        />
        <NumberField
          label="Back up every"
          unit="days"
          min={1}
          max={3650}
          value={backupDays}
          onChange={setBackupDays}
          placeholder="never"
        />
        <NumberField
          label="Backups kept"
          min={1}
          max={1000}
          value={backupsKept}
          onChange={setBackupsKept}
          placeholder="4"
        />
      </div>
      <TextField
        label="Second folder for each backup"
        value={secondFolder}
        onChange={(text) => {
          setSecondFolder(text);
          setProblem(null);
        }}
        problem={problem}
        placeholder="none"
        hint="Such as another disk. Older runs go into the bin, and can be brought back for 30 days."
      />
      <div>
        <Button type="submit">Save</Button>
      </div>
    </form>
  );
}
