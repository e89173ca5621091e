import { BenchPage } from '../pages/bench/BenchPage.tsx';
import type { Route } from '../state/routes.ts';
import { NotFound } from './NotFound.tsx';
import { pageOnDemand } from './page-on-demand.tsx';

const RunsPage = pageOnDemand(async () => (await import('../pages/runs/RunsPage.tsx')).RunsPage);
const RunPage = pageOnDemand(async () => (await import('../pages/run/RunPage.tsx')).RunPage);
const ComparePage = pageOnDemand(async () => (await import('../pages/compare/ComparePage.tsx')).ComparePage);
const AbPage = pageOnDemand(async () => (await import('../pages/ab/AbPage.tsx')).AbPage);
const SweepPage = pageOnDemand(async () => (await import('../pages/sweep/SweepPage.tsx')).SweepPage);
const HardwarePage = pageOnDemand(
  async () => (await import('../pages/hardware/HardwarePage.tsx')).HardwarePage,
);
const HistoryPage = pageOnDemand(async () => (await import('../pages/history/HistoryPage.tsx')).HistoryPage);
const TracesPage = pageOnDemand(async () => (await import('../pages/traces/TracesPage.tsx')).TracesPage);
const TracePage = pageOnDemand(async () => (await import('../pages/traces/TracePage.tsx')).TracePage);
const SettingsPage = pageOnDemand(
  async () => (await import('../pages/settings/SettingsPage.tsx')).SettingsPage,
);

const ON_DEMAND = {
  runs: RunsPage,
  run: RunPage,
  compare: ComparePage,
  ab: AbPage,
  sweep: SweepPage,
  hardware: HardwarePage,
  history: HistoryPage,
  traces: TracesPage,
  trace: TracePage,
  settings: SettingsPage,
} as const;

export function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'bench':
      return <BenchPage runId={route.runId} />;
    case 'runs':
      return <RunsPage />;
    case 'run':
      return <RunPage route={route} />;
    case 'compare':
      return <ComparePage route={route} />;
    case 'ab':
      return <AbPage id={route.id} />;
    case 'sweep':
      return <SweepPage sweepId={route.sweepId} />;
    case 'hardware':
      return <HardwarePage part={route.part} recordingId={route.recordingId} />;
    case 'history':
      return <HistoryPage route={route} />;
    case 'traces':
      return <TracesPage />;
    case 'trace':
      return <TracePage route={route} />;
    case 'settings':
      return <SettingsPage />;
    case 'unknown':
      return <NotFound hash={route.hash} />;
  }
}

export async function preloadPage(page: Route['page']): Promise<void> {
  if (page !== 'bench' && page !== 'unknown') await ON_DEMAND[page].preload();
}

export async function preloadAllPages(): Promise<void> {
  await Promise.all(Object.values(ON_DEMAND).map((page) => page.preload()));
}
