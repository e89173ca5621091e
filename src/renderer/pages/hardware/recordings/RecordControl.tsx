import { Circle, CircleStop } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import type { Recording } from '../../../../contract/recording.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { hostNow } from '../../../state/hardware.ts';
import { useHardwareLive } from '../../../state/hardware-live.ts';
import { startRecording, stopRecording } from '../../../state/recordings.ts';
import { exactTime } from '../../runs/when.ts';
import { elapsedWords } from './recording-words.ts';
import styles from './Recordings.module.css';

/** Records what all devices do until it is stopped; what goes on says for how long. */
export function RecordControl() {
  const recording = useHardwareLive((live) => live.recording);
  const isKnown = useHardwareLive((live) => live.isKnown && live.error === null);
  const [asking, setAsking] = useState(false);
  if (recording !== null) {
    return (
      <Button kind="danger" icon={<CircleStop />} onClick={() => void stopRecording()}>
        Stop recording <Elapsed recording={recording} />
      </Button>
    );
  }
  return (
    <>
      <Button icon={<Circle />} disabled={!isKnown} onClick={() => setAsking(true)}>
        Record…
      </Button>
      {asking && <NameDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function Elapsed({ recording: { startedAt } }: { readonly recording: Recording }) {
  const [now, setNow] = useState(hostNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(hostNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span className={styles.elapsed}>{elapsedWords(now - startedAt)}</span>;
}

function NameDialog({ onClose }: { readonly onClose: () => void }) {
  const [suggested] = useState(() => `Recording of ${exactTime(hostNow())}`);
  const [name, setName] = useState('');
  const start = (event: FormEvent): void => {
    event.preventDefault();
    void startRecording(name.trim() === '' ? suggested : name.trim());
    onClose();
  };
  return (
    <Dialog
      title="Record the hardware"
      size="narrow"
      open
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form="record">
            Start recording
          </Button>
        </>
      }
    >
      <form id="record" onSubmit={start}>
        <TextField label="Name" value={name} placeholder={suggested} onChange={setName} autoFocus />
      </form>
    </Dialog>
  );
}
