import { PageHeader } from '../../components/PageHeader.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Choice } from '../../components/Choice.tsx';
import { setTheme, usePreferences, type Theme } from '../../state/preferences.ts';
import { AboutPanel } from './AboutPanel.tsx';
import { CalibrationPanel } from './CalibrationPanel.tsx';
import { GatesPanel } from './GatesPanel.tsx';
import { MachinePanel } from './MachinePanel.tsx';
import { ShortcutsPanel } from './ShortcutsPanel.tsx';
import { StorePanel } from './StorePanel.tsx';
import { TargetSetsPanel } from './TargetSetsPanel.tsx';
import styles from './SettingsPage.module.css';

const THEMES: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function SettingsPage() {
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <div className={styles.page}>
      <PageHeader title="Settings" />
      <div className={styles.columns}>
        <div className={styles.column}>
          <StorePanel />
          <MachinePanel />
        </div>
        <div className={styles.column}>
          <Panel title="Appearance">
            <div className={styles.setting}>
              <span>Theme</span>
              <Choice label="Theme" value={theme} options={THEMES} onChange={setTheme} />
            </div>
          </Panel>
          <CalibrationPanel />
          <GatesPanel />
          <TargetSetsPanel />
          <AboutPanel />
          <ShortcutsPanel />
        </div>
      </div>
    </div>
  );
}
