import { useEffect, useState } from 'react';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Tabs, type TabItem } from '../../components/Tabs.tsx';
import { useUnseenAlerts } from '../../state/hardware-alerts.ts';
import { watchHardware } from '../../state/hardware-live.ts';
import { navigate } from '../../state/navigation.ts';
import type { HardwarePart } from '../../state/routes.ts';
import { AlertsTab } from './alerts/AlertsTab.tsx';
import { CeilingsTab } from './ceilings/CeilingsTab.tsx';
import { LiveControls } from './live/LiveControls.tsx';
import { LiveTab } from './live/LiveTab.tsx';
import { RecordControl } from './recordings/RecordControl.tsx';
import { RecordingsTab } from './recordings/RecordingsTab.tsx';
import { RecordingView } from './recordings/RecordingView.tsx';
import { SamplerHealthLine } from './live/SamplerHealthLine.tsx';
import styles from './HardwarePage.module.css';

export interface HardwarePageProps {
  readonly part: HardwarePart;
  readonly recordingId: string | null;
}

/** This machine, live; what crossed a line; what was recorded; and what it can do at most. */
export function HardwarePage({ part, recordingId }: HardwarePageProps) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => watchHardware(), []);
  const unseen = useUnseenAlerts();
  const items: readonly TabItem<HardwarePart>[] = [
    { id: 'live', label: 'Live', content: <LiveTab isHeld={isHeld} /> },
    { id: 'alerts', label: alertsLabel(unseen), content: <AlertsTab /> },
    {
      id: 'recordings',
      label: 'Recordings',
      content:
        recordingId === null ? <RecordingsTab /> : <RecordingView key={recordingId} id={recordingId} />,
    },
    { id: 'ceilings', label: 'Ceilings', content: <CeilingsTab /> },
  ];
  return (
    <div className={styles.page}>
      <PageHeader
        title="Hardware"
        detail={<SamplerHealthLine />}
        actions={
          <>
            <LiveControls isLive={part === 'live'} isHeld={isHeld} onHold={setHeld} />
            <RecordControl />
          </>
        }
      />
      <div className={styles.body}>
        <Tabs<HardwarePart>
          label="Parts of Hardware"
          value={part}
          onChange={(next) => navigate({ page: 'hardware', part: next, recordingId: null })}
          items={items}
        />
      </div>
    </div>
  );
}

function alertsLabel(unseen: number): string {
  return unseen === 0 ? 'Alerts' : `Alerts (${unseen})`;
}
