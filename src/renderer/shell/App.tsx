import { Tooltip } from 'radix-ui';
import { Suspense, useEffect } from 'react';
import { preloadCharts } from '../charts/ChartView.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { Loading } from '../components/Loading.tsx';
import { useRoute } from '../state/navigation.ts';
import { formatRoute, type Route } from '../state/routes.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { DropZone } from './DropZone.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { Page, preloadAllPages } from './pages.tsx';
import { Rail } from './Rail.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { StatusBar } from './StatusBar.tsx';
import { Toaster } from './Toaster.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import styles from './App.module.css';

/** By then the first page stands and has its data: what the next click needs may come. */
const PRELOAD_AFTER_MS = 2000;

const TITLES: Readonly<Record<Route['page'], string>> = {
  bench: 'Bench',
  runs: 'Runs',
  run: 'Run',
  compare: 'Compare',
  ab: 'A or B?',
  sweep: 'Sweep',
  hardware: 'Hardware',
  history: 'History',
  traces: 'Traces',
  trace: 'Trace',
  settings: 'Settings',
  unknown: 'Not found',
};

/** Pages that stay the same page while their address changes. */
const KEPT: readonly Route['page'][] = ['compare', 'hardware', 'trace'];

export function App() {
  useShortcuts();
  const route = useRoute();
  useEffect(() => {
    document.title = `${TITLES[route.page]} · Dyno`;
  }, [route.page]);
  useEffect(() => {
    const timer = setTimeout(() => {
      preloadCharts();
      // What cannot be fetched now is asked for again, and answered for, by the page that needs it.
      preloadAllPages().catch(() => undefined);
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <div className={styles.shell}>
        <Rail />
        <main id="main" className={styles.main} tabIndex={-1}>
          <ConnectionBanner />
          <PageBoundary key={KEPT.includes(route.page) ? route.page : formatRoute(route)}>
            <Suspense fallback={<PageLoading />}>
              <Page route={route} />
            </Suspense>
          </PageBoundary>
        </main>
        <StatusBar />
      </div>
      <CommandPalette />
      <ShortcutsDialog />
      <DropZone />
      <Toaster />
    </Tooltip.Provider>
  );
}

function PageLoading() {
  return (
    <Loading label="Loading the page">
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton count={8} />
      </div>
    </Loading>
  );
}
