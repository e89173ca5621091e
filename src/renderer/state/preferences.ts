import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface Preferences {
  readonly theme: Theme;
  readonly railCollapsed: boolean;
  /** Width or height in px of resizable panels, by their name. */
  readonly panelSizes: Readonly<Record<string, number>>;
}

/** What the user arranged, kept in this browser or window. */
export const usePreferences = create<Preferences>()(
  persist<Preferences>(() => ({ theme: 'system', railCollapsed: false, panelSizes: {} }), {
    name: 'dyno',
    version: 1,
  }),
);

export function setTheme(theme: Theme): void {
  usePreferences.setState({ theme });
}

export function nextTheme(): Theme {
  const { theme } = usePreferences.getState();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
  setTheme(next);
  return next;
}

export function toggleRail(): void {
  usePreferences.setState(({ railCollapsed }) => ({ railCollapsed: !railCollapsed }));
}

export function setPanelSize(name: string, size: number): void {
  usePreferences.setState(({ panelSizes }) => ({ panelSizes: { ...panelSizes, [name]: Math.round(size) } }));
}

/** Puts the choice on the root element, where the tokens look for it. */
export function applyTheme(): void {
  const put = (theme: Theme): void => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  };
  put(usePreferences.getState().theme);
  usePreferences.subscribe(({ theme }) => put(theme));
}
