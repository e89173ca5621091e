import { FolderOpen } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/TextField.tsx';
import { desktop } from '../../state/desktop.ts';
import { browseForTrace, openTracePath } from '../../state/open-trace.ts';
import styles from './TracesPage.module.css';

/** By the native dialog on the desktop; in a browser by a path on the machine that serves, or by an upload. */
export function OpenTrace() {
  const [path, setPath] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (path.trim() !== '') openTracePath(path.trim());
  };
  return (
    <div className={styles.open}>
      {desktop() === null && (
        <form className={styles.path} onSubmit={submit}>
          <TextField
            label="Path of a trace on the machine that runs Dyno"
            labelHidden
            placeholder="Path on the machine that runs Dyno"
            value={path}
            onChange={setPath}
          />
        </form>
      )}
      <Button kind="primary" icon={<FolderOpen />} onClick={browseForTrace}>
        Open trace
      </Button>
    </div>
  );
}
