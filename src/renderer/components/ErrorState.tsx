import { Copy, RotateCcw, TriangleAlert } from 'lucide-react';
import { asDynoError } from '../../contract/errors.ts';
import { copyText } from '../state/clipboard.ts';
import { Button } from './Button.tsx';
import styles from './ErrorState.module.css';

export interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Inline: a part of a page failed, the rest stands. */
  readonly inline?: boolean;
}

/** What happened, to what, and the next step, in the same words as on the command line. */
export function ErrorState({ error, onRetry, inline = false }: ErrorStateProps) {
  const { code, message, subject, nextStep } = asDynoError(error);
  const details = `${message}\n${subject}\n${nextStep}\n(${code})`;
  return (
    <div role="alert" className={inline ? styles.inline : styles.page}>
      <TriangleAlert className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.message}>{message}</p>
        {subject !== '' && <p className={styles.subject}>{subject}</p>}
        {nextStep !== '' && <p>{nextStep}</p>}
        <div className={styles.actions}>
          {onRetry !== undefined && (
            <Button icon={<RotateCcw />} onClick={onRetry}>
              Try again
            </Button>
          )}
          <Button kind="quiet" icon={<Copy />} onClick={() => copyText(details, 'Details copied')}>
            Copy details
          </Button>
        </div>
      </div>
    </div>
  );
}
