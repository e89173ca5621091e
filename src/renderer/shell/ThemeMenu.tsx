import { Monitor, Moon, Sun } from 'lucide-react';
import { Menu } from '../components/Menu.tsx';
import { setTheme, THEMES, usePreferences, type Theme } from '../state/preferences.ts';
import styles from './Rail.module.css';

const WORDS: Readonly<Record<Theme, string>> = { system: 'Like the system', light: 'Light', dark: 'Dark' };
const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeMenu() {
  const theme = usePreferences((preferences) => preferences.theme);
  const Icon = ICONS[theme];
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={styles.tool} aria-label="Theme">
          <Icon aria-hidden="true" />
        </button>
      }
      items={THEMES.map((each) => ({
        label: WORDS[each],
        checked: each === theme,
        onSelect: () => setTheme(each),
      }))}
    />
  );
}
