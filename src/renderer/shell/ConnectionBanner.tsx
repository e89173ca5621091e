import { useEffect, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { Callout } from '../components/Callout.tsx';
import { reconnectNow, useConnection } from '../state/connection.ts';
import styles from './ConnectionBanner.module.css';

/** Quiet until the line is gone; then it says so, and when the next attempt comes. */
export function ConnectionBanner() {
  const state = useConnection();
  if (state.kind === 'refused') {
    return (
      <div className={styles.banner}>
        <Callout tone="bad" title="The server does not know this browser" live>
          Open the address that dyno serve printed, with its token. Runs go on meanwhile.
        </Callout>
      </div>
    );
  }
  // The first few attempts are over before anyone could read this.
  if (state.kind !== 'lost' || state.attempt < 2) return null;
  return (
    <div className={styles.banner}>
      <Callout tone="warning" title="Not connected to the measuring engine" live>
        <div className={styles.line}>
          <span>
            What you see may be out of date. Runs go on without this page. <Countdown to={state.retryAt} />
          </span>
          <Button onClick={reconnectNow}>Try now</Button>
        </div>
      </Callout>
    </div>
  );
}

function Countdown({ to }: { readonly to: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((to - now) / 1000));
  return <span aria-live="off">{seconds > 0 ? `Next attempt in ${seconds} s.` : 'Trying now.'}</span>;
}
