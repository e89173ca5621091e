import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatBytes } from '../../contract/units.ts';
import { Button } from '../components/Button.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { Progress } from '../components/Progress.tsx';
import { useUpload } from '../state/running-upload.ts';
import { dismissToast, useToasts, type Toast } from '../state/toasts.ts';
import styles from './Toaster.module.css';

const SHOWN_MS = 4000;
const SHOWN_WITH_ACTION_MS = 10_000;

export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={styles.pile} aria-label="Notices">
      <UploadCard />
      <div role="status" aria-live="polite" className={styles.pile}>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { id, text, tone, action } = toast;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const long = action !== null || tone === 'bad';
    const timer = setTimeout(() => dismissToast(id), long ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, id, action, tone]);
  return (
    <div
      className={styles.toast}
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={styles.text}>{text}</span>
      {action !== null && (
        <Button
          kind="quiet"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={() => dismissToast(id)}>
        <X />
      </IconButton>
    </div>
  );
}

function UploadCard() {
  const upload = useUpload((state) => state.upload);
  if (upload === null) return null;
  const { fileName, bytes, share, cancel } = upload;
  return (
    <div className={styles.upload}>
      <div className={styles.line}>
        <span className={styles.text}>{fileName}</span>
        <span className={styles.bytes}>
          {formatBytes(bytes * share)} of {formatBytes(bytes)}
        </span>
        <Button kind="quiet" onClick={cancel}>
          Cancel
        </Button>
      </div>
      <Progress label={`Uploading ${fileName}`} value={share} />
    </div>
  );
}
