import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/App.tsx';
import { preloadPage } from './shell/pages.tsx';
import { keepConnected } from './state/connection.ts';
import { followHardware } from './state/hardware.ts';
import { followAlerts } from './state/hardware-alerts.ts';
import { followHardwareLive } from './state/hardware-live.ts';
import { followAbTests } from './state/ab-tests.ts';
import { followCalibration } from './state/calibration.ts';
import { followGates } from './state/gates.ts';
import { followUpkeep } from './state/upkeep.ts';
import { followLiveRuns } from './state/live-runs.ts';
import { followLiveSpans } from './state/live-spans.ts';
import { followProbe } from './state/probe.ts';
import { followRecordings } from './state/recordings.ts';
import { applyTheme } from './state/preferences.ts';
import { keepQueriesFresh, queryClient } from './state/queries.ts';
import { currentRoute } from './state/navigation.ts';
import { followTraces } from './state/traces.ts';
import { followShell } from './state/shell-events.ts';

applyTheme();
keepQueriesFresh();
followLiveRuns();
followLiveSpans();
followAbTests();
followCalibration();
followGates();
followUpkeep();
followHardware();
followHardwareLive();
followAlerts();
followRecordings();
followProbe();
followTraces();
followShell();
void keepConnected();

const root = createRoot(document.getElementById('root') as HTMLElement);
const show = (): void =>
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );

// The first page comes with its code; where that cannot be fetched, the page itself says so.
void preloadPage(currentRoute().page).then(show, show);
