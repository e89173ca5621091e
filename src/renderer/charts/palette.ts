import { useSyncExternalStore } from 'react';
import type { ChartPalette } from '../../core/charts/chart.ts';
import { familyHues } from '../../core/charts/family-hue.ts';
import { usePreferences } from '../state/preferences.ts';

const COLOURS = {
  text: '--text',
  muted: '--text-muted',
  axis: '--hairline-strong',
  grid: '--hairline',
  surface: '--surface-raised',
  sunken: '--surface-sunken',
  accent: '--accent',
  blue: '--series-blue',
  orange: '--series-orange',
  green: '--series-green',
  vermilion: '--series-vermilion',
  purple: '--series-purple',
  sky: '--series-sky',
} as const;

const HEAT = ['--heat-0', '--heat-1', '--heat-2', '--heat-3', '--heat-4'] as const;
const DELTA_COUNT = 9;

let current: ChartPalette | null = null;

/** A canvas knows no custom properties, and a token is light-dark(): the browser works each out on an element. */
function read(): ChartPalette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(
    Object.entries(COLOURS).map(([name, token]) => [name, resolve(token)]),
  ) as Record<keyof typeof COLOURS, string>;
  const families = familyHues((family) => resolve(`--family-${family}`));
  const heat = HEAT.map(resolve);
  const delta = Array.from({ length: DELTA_COUNT }, (_, at) => resolve(`--delta-${at}`));
  probe.remove();
  return {
    ...colours,
    families,
    heat,
    delta,
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    numberFamily: "'Inter Variable', system-ui, sans-serif",
  };
}

function palette(): ChartPalette {
  return (current ??= read());
}

function subscribe(listener: () => void): () => void {
  const changed = (): void => {
    current = null;
    listener();
  };
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  const unsubscribe = usePreferences.subscribe((now, before) => {
    if (now.theme !== before.theme) changed();
  });
  return () => {
    system.removeEventListener('change', changed);
    unsubscribe();
  };
}

export function usePalette(): ChartPalette {
  return useSyncExternalStore(subscribe, palette);
}
