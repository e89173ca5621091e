import { Tooltip } from 'radix-ui';
import { lazy, Suspense, useEffect } from 'react';
import { preloadCharts } from '../charts/ChartView.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { Loading } from '../components/Loading.tsx';
import { BenchPage } from '../pages/bench/BenchPage.tsx';
import { useRoute } from '../state/navigation.ts';
import { formatRoute, type Route } from '../state/routes.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { DropZone } from './DropZone.tsx';
import { NotFound } from './NotFound.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { Rail } from './Rail.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { StatusBar } from './StatusBar.tsx';
import { Toaster } from './Toaster.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import styles from './App.module.css';

const loaders = {
  runs: () => import('../pages/runs/RunsPage.tsx').then((module) => ({ default: module.RunsPage })),
  run: () => import('../pages/run/RunPage.tsx').then((module) => ({ default: module.RunPage })),
  compare: () =>
    import('../pages/compare/ComparePage.tsx').then((module) => ({ default: module.ComparePage })),
  settings: () =>
    import('../pages/settings/SettingsPage.tsx').then((module) => ({ default: module.SettingsPage })),
};
const RunsPage = lazy(loaders.runs);
const RunPage = lazy(loaders.run);
const ComparePage = lazy(loaders.compare);
const SettingsPage = lazy(loaders.settings);

const TITLES: Readonly<Record<Route['page'], string>> = {
  bench: 'Bench',
  runs: 'Runs',
  run: 'Run',
  compare: 'Compare',
  settings: 'Settings',
  unknown: 'Not found',
};

export function App() {
  useShortcuts();
  const route = useRoute();
  useEffect(() => {
    document.title = `${TITLES[route.page]} · Dyno`;
  }, [route.page]);
  useEffect(() => {
    // What the next click needs, once the first page stands.
    const idle = requestIdleCallback(() => {
      preloadCharts();
      for (const load of Object.values(loaders)) void load();
    });
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <div className={styles.shell}>
        <Rail />
        <main id="main" className={styles.main} tabIndex={-1}>
          <ConnectionBanner />
          <PageBoundary key={route.page === 'compare' ? route.page : formatRoute(route)}>
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

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'bench':
      return <BenchPage runId={route.runId} />;
    case 'runs':
      return <RunsPage />;
    case 'run':
      return <RunPage runId={route.runId} />;
    case 'compare':
      return <ComparePage a={route.a} b={route.b} />;
    case 'settings':
      return <SettingsPage />;
    case 'unknown':
      return <NotFound hash={route.hash} />;
  }
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
